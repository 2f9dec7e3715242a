#pragma once

#include <QDialog>

#include <memory>

namespace Ui {
class SettingsDialog;
}

namespace tw::models {
class Settings;
}

namespace tw::ui {

// What the user can choose about the program itself. Language and theme are shown as soon as they are chosen, and go
// back where the dialog is cancelled; everything else is stored with OK.
class SettingsDialog final : public QDialog
{
    Q_OBJECT

public:
    // Without a tray nothing of it can be set.
    SettingsDialog(models::Settings &settings, bool hasTray, QWidget *parent = nullptr);
    ~SettingsDialog() override;

    // What can be set, as the command palette lists it: the name of a field for focusField(), and its translated title.
    struct Title
    {
        QString field;
        QString text;
    };
    static QList<Title> titles();
    void focusField(const QString &field);

    void accept() override;
    void reject() override;

Q_SIGNALS:
    // As the settings keep them: "" is the desktop's language.
    void languageRequested(const QString &language);
    void themeRequested(const QString &theme);

protected:
    void changeEvent(QEvent *event) override;

private:
    void fillChoices();
    void disableTray();
    void retranslate();
    void showLogNote();

    models::Settings &m_settings;
    std::unique_ptr<::Ui::SettingsDialog> m_ui;
    const QString m_language; // before
    const QString m_theme;
};

} // namespace tw::ui
