-- What wixl cannot say (it leaves it out in silence, or makes a row that does nothing), a statement a line.

-- What goes on the command line of msiexec, and what an earlier installation left, reaches the part that installs.
UPDATE Property SET Value = 'WIX_DOWNGRADE_DETECTED;WIX_UPGRADE_DETECTED;WINDOWSMAJOR;WEBVIEW2;SERVER;EXTENSION;PORT;AUTOSTART;LINKS;FIREWALL;KEPTSERVER;KEPTEXTENSION;KEPTPORT;KEPTAUTOSTART;KEPTLINKS;KEPTFIREWALL' WHERE Property = 'SecureCustomProperties'

-- Another build of the same version takes the place of the one before (512 counts the version itself in).
DELETE FROM Upgrade WHERE ActionProperty = 'WIX_UPGRADE_DETECTED'
INSERT INTO Upgrade (UpgradeCode, VersionMax, Attributes, ActionProperty) VALUES ('{91A34A15-F9FF-47F8-8E34-B7C159A7A2D8}', '@VERSION@', 513, 'WIX_UPGRADE_DETECTED')

-- Each value: what was said now, else what was said before, else the default. 51 sets a property.
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('KeepServer', 51, 'SERVER', '[KEPTSERVER]')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('KeepExtension', 51, 'EXTENSION', '[KEPTEXTENSION]')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('KeepPort', 51, 'PORT', '[KEPTPORT]')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('KeepAutostart', 51, 'AUTOSTART', '[KEPTAUTOSTART]')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('KeepLinks', 51, 'LINKS', '[KEPTLINKS]')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('KeepFirewall', 51, 'FIREWALL', '[KEPTFIREWALL]')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('DefaultPort', 51, 'PORT', '8260')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('DefaultAutostart', 51, 'AUTOSTART', '1')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('DefaultLinks', 51, 'LINKS', '1')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('DefaultFirewall', 51, 'FIREWALL', '1')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('TellWebView2', 51, 'WEBVIEW2', 'MISSING: install the Microsoft Edge WebView2 Runtime (Evergreen Standalone, x64), without it no window opens')
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('KeepServer', 'KEPTSERVER AND NOT SERVER', 411)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('KeepExtension', 'KEPTEXTENSION AND NOT EXTENSION', 412)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('KeepPort', 'KEPTPORT AND NOT PORT', 413)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('KeepAutostart', 'KEPTAUTOSTART AND NOT AUTOSTART', 414)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('KeepLinks', 'KEPTLINKS AND NOT LINKS', 415)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('KeepFirewall', 'KEPTFIREWALL AND NOT FIREWALL', 416)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('DefaultPort', 'NOT PORT', 421)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('DefaultAutostart', 'NOT AUTOSTART', 422)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('DefaultLinks', 'NOT LINKS', 423)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('DefaultFirewall', 'NOT FIREWALL', 424)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('TellWebView2', 'NOT Installed AND NOT WEBVIEW2', 425)

-- What makes no sense ends the installation with its sentence (19), before anything is changed.
INSERT INTO CustomAction (Action, Type, Target) VALUES ('RefusePort', 19, 'PORT=[PORT] is no port: a number from 1 to 65535 is wanted.')
INSERT INTO CustomAction (Action, Type, Target) VALUES ('RefuseServer', 19, 'SERVER=[SERVER] is no address of a phone system: a host, or http:// or https:// with a host, is wanted.')
INSERT INTO CustomAction (Action, Type, Target) VALUES ('RefuseSwitch', 19, 'AUTOSTART=[AUTOSTART] LINKS=[LINKS] FIREWALL=[FIREWALL]: each of them is 1 (yes) or 0 (no).')
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('RefusePort', 'NOT Installed AND NOT (PORT >= 1 AND PORT <= 65535)', 431)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('RefuseServer', 'NOT Installed AND ((SERVER >< "://" AND NOT (SERVER ~<< "https://" OR SERVER ~<< "http://")) OR SERVER >< " ")', 432)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('RefuseSwitch', 'NOT Installed AND NOT ((AUTOSTART = "1" OR AUTOSTART = "0") AND (LINKS = "1" OR LINKS = "0") AND (FIREWALL = "1" OR FIREWALL = "0"))', 433)

-- What a property turns off.
UPDATE Component SET Condition = 'AUTOSTART = "1"' WHERE Component = 'Autostart'
UPDATE Component SET Condition = 'LINKS = "1"' WHERE Component = 'Links'
UPDATE Component SET Condition = 'SERVER' WHERE Component = 'ServerDefault'
UPDATE Component SET Condition = 'EXTENSION' WHERE Component = 'ExtensionDefault'

-- A plain shortcut, with the name under which Windows shows the program's notifications.
UPDATE Shortcut SET Target = '[#ProgramFile]' WHERE Shortcut = 'StartMenu'
CREATE TABLE MsiShortcutProperty (MsiShortcutProperty CHAR(72) NOT NULL, Shortcut_ CHAR(72) NOT NULL, PropertyKey CHAR(255) NOT NULL, PropVariantValue CHAR(255) NOT NULL PRIMARY KEY MsiShortcutProperty)
INSERT INTO MsiShortcutProperty (MsiShortcutProperty, Shortcut_, PropertyKey, PropVariantValue) VALUES ('AppUserModelID', 'StartMenu', 'System.AppUserModel.ID', 'com.openvox.uc-companion')

-- The firewall, for this program only: 34 starts a program, 64 goes on where it fails, 1024 and 2048 run it late and as the system.
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('OpenFirewall', 3170, 'INSTALLDIR', '[System64Folder]netsh.exe advfirewall firewall add rule name="UC Companion reports" dir=in action=allow protocol=TCP localport=[PORT] program="[#ProgramFile]"')
INSERT INTO CustomAction (Action, Type, Source, Target) VALUES ('CloseFirewall', 3170, 'INSTALLDIR', '[System64Folder]netsh.exe advfirewall firewall delete rule name="UC Companion reports"')
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('OpenFirewall', 'NOT Installed AND FIREWALL = "1"', 4001)
INSERT INTO InstallExecuteSequence (Action, Condition, Sequence) VALUES ('CloseFirewall', 'REMOVE = "ALL"', 1501)
