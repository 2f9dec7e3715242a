<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Certificate</name>
    <message numerus="yes">
        <source>Expires in %n day(s)</source>
        <translation>
            <numerusform>Expires in %n day</numerusform>
            <numerusform>Expires in %n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::app::CompareCommand</name>
    <message numerus="yes">
        <source>compare: %1 holds %n connection(s).</source>
        <translation>
            <numerusform>compare: %1 holds %n connection.</numerusform>
            <numerusform>compare: %1 holds %n connections.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::BulkList</name>
    <message numerus="yes">
        <source>%n not done</source>
        <translation>
            <numerusform>%n not done</numerusform>
            <numerusform>%n not done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n under way</source>
        <translation>
            <numerusform>%n under way</numerusform>
            <numerusform>%n under way</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n undone</source>
        <translation>
            <numerusform>%n undone</numerusform>
            <numerusform>%n undone</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n done</source>
        <translation>
            <numerusform>%n done</numerusform>
            <numerusform>%n done</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::BulkRun</name>
    <message numerus="yes">
        <source>%n connection(s) are up.</source>
        <translation>
            <numerusform>%n connection is up.</numerusform>
            <numerusform>%n connections are up.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) are stopped.</source>
        <translation>
            <numerusform>%n connection is stopped.</numerusform>
            <numerusform>%n connections are stopped.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) were renegotiated.</source>
        <translation>
            <numerusform>%n connection was renegotiated.</numerusform>
            <numerusform>%n connections were renegotiated.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::CaptureController</name>
    <message numerus="yes">
        <source>A capture needs %n bytes at least.</source>
        <translation>
            <numerusform>A capture needs %n byte at least.</numerusform>
            <numerusform>A capture needs %n bytes at least.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::CaptureText</name>
    <message numerus="yes">
        <source>%n datagrams are missing: they came faster than they could be written.</source>
        <translation>
            <numerusform>%n datagram is missing: it came faster than it could be written.</numerusform>
            <numerusform>%n datagrams are missing: they came faster than they could be written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The keys of %n SAs were kept back, since these still stand.</source>
        <translation>
            <numerusform>The keys of %n SA were kept back, since it still stands.</numerusform>
            <numerusform>The keys of %n SAs were kept back, since these still stand.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n SAs stood before the capture began: their keys are not known any more. Renegotiate while a capture is on.</source>
        <translation>
            <numerusform>%n SA stood before the capture began: its keys are not known any more. Renegotiate while a capture is on.</numerusform>
            <numerusform>%n SAs stood before the capture began: their keys are not known any more. Renegotiate while a capture is on.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n lines of the key tables are remarks, since Wireshark 4.0 does not know their algorithm.</source>
        <translation>
            <numerusform>%n line of the key tables is a remark, since Wireshark 4.0 does not know its algorithm.</numerusform>
            <numerusform>%n lines of the key tables are remarks, since Wireshark 4.0 does not know their algorithm.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::Comparison</name>
    <message numerus="yes">
        <source>%n setting(s) differ.</source>
        <translation>
            <numerusform>%n setting differs.</numerusform>
            <numerusform>%n settings differ.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them break(s) phase 1.</source>
        <translation>
            <numerusform>%n of them breaks phase 1.</numerusform>
            <numerusform>%n of them break phase 1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of them break(s) phase 2.</source>
        <translation>
            <numerusform>%n of them breaks phase 2.</numerusform>
            <numerusform>%n of them break phase 2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n setting(s) are not said in the text.</source>
        <translation>
            <numerusform>%n setting is not said in the text.</numerusform>
            <numerusform>%n settings are not said in the text.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) were not understood.</source>
        <translation>
            <numerusform>%n line was not understood.</numerusform>
            <numerusform>%n lines were not understood.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::ConnectionNews</name>
    <message numerus="yes">
        <source>%n tunnel(s) came up</source>
        <translation>
            <numerusform>%n tunnel came up</numerusform>
            <numerusform>%n tunnels came up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n tunnel(s) went down</source>
        <translation>
            <numerusform>%n tunnel went down</numerusform>
            <numerusform>%n tunnels went down</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connection(s) failed</source>
        <translation>
            <numerusform>%n connection failed</numerusform>
            <numerusform>%n connections failed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::HealthText</name>
    <message numerus="yes">
        <source>%n not answered</source>
        <translation>
            <numerusform>%n not answered</numerusform>
            <numerusform>%n not answered</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in a row were not answered; after %1 the connection is renegotiated.</source>
        <translation>
            <numerusform>%n was not answered; after %1 in a row the connection is renegotiated.</numerusform>
            <numerusform>%n in a row were not answered; after %1 the connection is renegotiated.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::LogWindow</name>
    <message numerus="yes">
        <source>From: the log is kept for %n day(s), and this is before it.</source>
        <translation>
            <numerusform>From: the log is kept for %n day, and this is before it.</numerusform>
            <numerusform>From: the log is kept for %n days, and this is before it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::models::UndoStack</name>
    <message numerus="yes">
        <source>create %n IPsec connections</source>
        <translation>
            <numerusform>create %n IPsec connection</numerusform>
            <numerusform>create %n IPsec connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>edit %n IPsec connections</source>
        <translation>
            <numerusform>edit %n IPsec connection</numerusform>
            <numerusform>edit %n IPsec connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>delete %n IPsec connections</source>
        <translation>
            <numerusform>delete %n IPsec connection</numerusform>
            <numerusform>delete %n IPsec connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>create %n objects</source>
        <translation>
            <numerusform>create %n object</numerusform>
            <numerusform>create %n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>change %n objects</source>
        <translation>
            <numerusform>change %n object</numerusform>
            <numerusform>change %n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>delete %n objects</source>
        <translation>
            <numerusform>delete %n object</numerusform>
            <numerusform>delete %n objects</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n objects were deleted.</source>
        <translation>
            <numerusform>%n object was deleted.</numerusform>
            <numerusform>%n objects were deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>import %n certificates</source>
        <translation>
            <numerusform>import %n certificate</numerusform>
            <numerusform>import %n certificates</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>delete %n certificates</source>
        <translation>
            <numerusform>delete %n certificate</numerusform>
            <numerusform>delete %n certificates</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::BatchDownloadDialog</name>
    <message numerus="yes">
        <source>%n connection(s) will be written.</source>
        <translation>
            <numerusform>%n connection will be written.</numerusform>
            <numerusform>%n connections will be written.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n will be left out: open it to see what would have to change.</source>
        <translation>
            <numerusform>%n will be left out: open it to see what would have to change.</numerusform>
            <numerusform>%n will be left out: open one to see what would have to change.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Replace %n file(s) in this folder?</source>
        <translation>
            <numerusform>Replace %n file in this folder?</numerusform>
            <numerusform>Replace %n files in this folder?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saved %n connection(s) in %1.</source>
        <translation>
            <numerusform>Saved %n connection in %1.</numerusform>
            <numerusform>Saved %n connections in %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Peer configurations of %n connections</source>
        <translation>
            <numerusform>Peer configuration of %n connection</numerusform>
            <numerusform>Peer configurations of %n connections</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::CaptureIndicator</name>
    <message numerus="yes">
        <source>Captured %1: %Ln packet(s)</source>
        <translation>
            <numerusform>Captured %1: %Ln packet</numerusform>
            <numerusform>Captured %1: %Ln packets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Capturing %1: %Ln packet(s)</source>
        <translation>
            <numerusform>Capturing %1: %Ln packet</numerusform>
            <numerusform>Capturing %1: %Ln packets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::CertificatesPage</name>
    <message numerus="yes">
        <source>Delete %n certificate(s)?</source>
        <translation>
            <numerusform>Delete %n certificate?</numerusform>
            <numerusform>Delete %n certificates?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::ConnectionEditor</name>
    <message numerus="yes">
        <source>%n other connection(s) change with it.</source>
        <translation>
            <numerusform>%n other connection changes with it.</numerusform>
            <numerusform>%n other connections change with it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::ConnectionsPage</name>
    <message numerus="yes">
        <source>Delete %n IPsec connections?</source>
        <translation>
            <numerusform>Delete %n IPsec connection?</numerusform>
            <numerusform>Delete %n IPsec connections?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::CustomerGatewaysPage</name>
    <message numerus="yes">
        <source>Delete %n customer gateway(s)?</source>
        <translation>
            <numerusform>Delete %n customer gateway?</numerusform>
            <numerusform>Delete %n customer gateways?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::DownloadDialog</name>
    <message numerus="yes">
        <source>%1 was copied with the key in it. The clipboard is cleared after %n seconds.</source>
        <translation>
            <numerusform>%1 was copied with the key in it. The clipboard is cleared after %n second.</numerusform>
            <numerusform>%1 was copied with the key in it. The clipboard is cleared after %n seconds.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The clipboard is cleared after %n seconds</source>
        <translation>
            <numerusform>The clipboard is cleared after %n second</numerusform>
            <numerusform>The clipboard is cleared after %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::DraftSummary</name>
    <message numerus="yes">
        <source>%n subnet pair(s)</source>
        <translation>
            <numerusform>%n subnet pair</numerusform>
            <numerusform>%n subnet pairs</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::FieldChangeDialog</name>
    <message numerus="yes">
        <source>Change a setting of %n connection(s)</source>
        <translation>
            <numerusform>Change a setting of %n connection</numerusform>
            <numerusform>Change a setting of %n connections</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change</source>
        <translation>
            <numerusform>%n changes</numerusform>
            <numerusform>%n change</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n have the value already</source>
        <translation>
            <numerusform>%n has the value already</numerusform>
            <numerusform>%n have the value already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stay as they are</source>
        <translation>
            <numerusform>%n stays as it is</numerusform>
            <numerusform>%n stay as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Traffic of %n connection(s) will be interrupted.</source>
        <translation>
            <numerusform>Traffic of %n connection will be interrupted.</numerusform>
            <numerusform>Traffic of %n connections will be interrupted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::FindBar</name>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::FollowPill</name>
    <message numerus="yes">
        <source>%n new line(s)</source>
        <translation>
            <numerusform>%n new line</numerusform>
            <numerusform>%n new lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportChoicesPage</name>
    <message numerus="yes">
        <source>That of the text, %n characters</source>
        <translation>
            <numerusform>That of the text, %n character</numerusform>
            <numerusform>That of the text, %n characters</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportReadingPage</name>
    <message numerus="yes">
        <source>Not understood, and not taken over: the first %n places</source>
        <translation>
            <numerusform>Not understood, and not taken over: the first %n place</numerusform>
            <numerusform>Not understood, and not taken over: the first %n places</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not understood, and not taken over: %n places</source>
        <translation>
            <numerusform>Not understood, and not taken over: %n place</numerusform>
            <numerusform>Not understood, and not taken over: %n places</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportSourcePage</name>
    <message numerus="yes">
        <source>%n connections were understood.</source>
        <translation>
            <numerusform>%n connection was understood.</numerusform>
            <numerusform>%n connections were understood.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::ImportWizard</name>
    <message numerus="yes">
        <source>&amp;Import %n</source>
        <translation>
            <numerusform>&amp;Import</numerusform>
            <numerusform>&amp;Import %n</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::LogExporter</name>
    <message numerus="yes">
        <source>%n line(s) written to %1.</source>
        <translation>
            <numerusform>%n line written to %1.</numerusform>
            <numerusform>%n lines written to %1.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::LogPage</name>
    <message numerus="yes">
        <source>This time is not kept. The log is kept for %n day(s); the oldest line may be of %1.</source>
        <translation>
            <numerusform>This time is not kept. The log is kept for %n day; the oldest line may be of %1.</numerusform>
            <numerusform>This time is not kept. The log is kept for %n days; the oldest line may be of %1.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was logged for “%1” in the last %n minute(s). What happens now appears here.</source>
        <translation>
            <numerusform>Nothing was logged for “%1” in the last %n minute. What happens now appears here.</numerusform>
            <numerusform>Nothing was logged for “%1” in the last %n minutes. What happens now appears here.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Nothing was logged in the last %n minute(s). What happens now appears here.</source>
        <translation>
            <numerusform>Nothing was logged in the last %n minute. What happens now appears here.</numerusform>
            <numerusform>Nothing was logged in the last %n minutes. What happens now appears here.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::LogTimes</name>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n error</numerusform>
            <numerusform>%n errors</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n warning</numerusform>
            <numerusform>%n warnings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n other line(s)</source>
        <translation>
            <numerusform>%n other line</numerusform>
            <numerusform>%n other lines</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>▲ %n tunnel(s) came up</source>
        <translation>
            <numerusform>▲ %n tunnel came up</numerusform>
            <numerusform>▲ %n tunnels came up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>▼ %n tunnel(s) went down</source>
        <translation>
            <numerusform>▼ %n tunnel went down</numerusform>
            <numerusform>▼ %n tunnels went down</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>○ %n rekey(s)</source>
        <translation>
            <numerusform>○ %n rekey</numerusform>
            <numerusform>○ %n rekeys</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::MainWindow</name>
    <message numerus="yes">
        <source>The region “%1” cannot be removed: it holds %n object(s).</source>
        <translation>
            <numerusform>The region “%1” cannot be removed: it holds %n object.</numerusform>
            <numerusform>The region “%1” cannot be removed: it holds %n objects.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n up</source>
        <translation>
            <numerusform>%n up</numerusform>
            <numerusform>%n up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n negotiating</source>
        <translation>
            <numerusform>%n negotiating</numerusform>
            <numerusform>%n negotiating</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n waiting</source>
        <translation>
            <numerusform>%n waiting</numerusform>
            <numerusform>%n waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n stopped</source>
        <translation>
            <numerusform>%n stopped</numerusform>
            <numerusform>%n stopped</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Quit and take down %n tunnel(s)?</source>
        <translation>
            <numerusform>Quit and take down %n tunnel?</numerusform>
            <numerusform>Quit and take down %n tunnels?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::ObjectPage</name>
    <message numerus="yes">
        <source>None of %n row(s) matches it.</source>
        <translation>
            <numerusform>The only row does not match it.</numerusform>
            <numerusform>None of %n rows matches it.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n shown, in all regions</source>
        <translation>
            <numerusform>%1 of %n shown, in all regions</numerusform>
            <numerusform>%1 of %n shown, in all regions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n shown</source>
        <translation>
            <numerusform>%1 of %n shown</numerusform>
            <numerusform>%1 of %n shown</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n in this list</source>
        <translation>
            <numerusform>%n in this list</numerusform>
            <numerusform>%n in this list</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::OverviewSection</name>
    <message numerus="yes">
        <source>%n more...</source>
        <translation>
            <numerusform>%n more...</numerusform>
            <numerusform>%n more...</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::Questions</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::RangeBar</name>
    <message numerus="yes">
        <source>%n min</source>
        <translation>
            <numerusform>%n min</numerusform>
            <numerusform>%n min</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::RehearsalDialog</name>
    <message numerus="yes">
        <source>... and %n more</source>
        <translation>
            <numerusform>... and %n more</numerusform>
            <numerusform>... and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::RestoreDialog</name>
    <message numerus="yes">
        <source>Made on %1 with %2. It creates %n object(s), changes %3 and removes %4; everything else is as it is in the backup already.</source>
        <translation>
            <numerusform>Made on %1 with %2. It creates %n object, changes %3 and removes %4; everything else is as it is in the backup already.</numerusform>
            <numerusform>Made on %1 with %2. It creates %n objects, changes %3 and removes %4; everything else is as it is in the backup already.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::SavingAtQuit</name>
    <message numerus="yes">
        <source>What was changed is being saved. The disk has not answered for %n second(s).</source>
        <translation>
            <numerusform>What was changed is being saved. The disk has not answered for %n second.</numerusform>
            <numerusform>What was changed is being saved. The disk has not answered for %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::SecretEdit</name>
    <message numerus="yes">
        <source>Show the key for %n seconds</source>
        <translation>
            <numerusform>Show the key for %n second</numerusform>
            <numerusform>Show the key for %n seconds</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Copy the key; the clipboard is cleared after %n seconds</source>
        <translation>
            <numerusform>Copy the key; the clipboard is cleared after %n second</numerusform>
            <numerusform>Copy the key; the clipboard is cleared after %n seconds</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::SettingsDialog</name>
    <message numerus="yes">
        <source>With OK, lines older than %n day(s) are deleted for good.</source>
        <translation>
            <numerusform>With OK, lines older than %n day are deleted for good.</numerusform>
            <numerusform>With OK, lines older than %n days are deleted for good.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> day(s)</source>
        <translation>
            <numerusform> day</numerusform>
            <numerusform> days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::TrayIcon</name>
    <message numerus="yes">
        <source>%n up</source>
        <translation>
            <numerusform>%n up</numerusform>
            <numerusform>%n up</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n negotiating</source>
        <translation>
            <numerusform>%n negotiating</numerusform>
            <numerusform>%n negotiating</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n certificate(s) expire soon</source>
        <translation>
            <numerusform>%n certificate expires soon</numerusform>
            <numerusform>%n certificates expire soon</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::UndoActions</name>
    <message numerus="yes">
        <source>Traffic of %n connections will be interrupted.</source>
        <translation>
            <numerusform>Traffic of %n connection will be interrupted.</numerusform>
            <numerusform>Traffic of %n connections will be interrupted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>tw::ui::VpnGatewaysPage</name>
    <message numerus="yes">
        <source>Delete %n VPN gateway(s)?</source>
        <translation>
            <numerusform>Delete %n VPN gateway?</numerusform>
            <numerusform>Delete %n VPN gateways?</numerusform>
        </translation>
    </message>
</context>
</TS>
