#pragma once

#include "site.h"

#include <QList>
#include <QString>
#include <QWidget>

#include <functional>
#include <memory>

// Everything that the console can show, ready to be looked at.
namespace tw::gallery {

struct Scene
{
    QString name; // "connections-log": for file names
    QList<Content> contents; // in which it differs
    std::function<std::unique_ptr<QWidget>(Site &site)> make; // shown by the caller; the site outlives it
    bool changesSite = false; // so that no other scene may be of the same one
};

const QList<Scene> &allScenes();
QList<Scene> backupScenes();
QList<Scene> compareScenes();
QList<Scene> captureScenes();
QList<Scene> certificateScenes();
QList<Scene> diagnosisScenes();
QList<Scene> importScenes();
QList<Scene> listScenes();
QList<Scene> questionScenes();
QList<Scene> rehearsalScenes();
QList<Scene> transferScenes();

// Shows it and lets it settle: layouts done, what was posted delivered.
void settle(QWidget &widget);

} // namespace tw::gallery
