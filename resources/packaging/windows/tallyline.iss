; Makes the Windows installer from what pyinstaller\build.py made, with Inno Setup 6.3 or newer:
;   iscc /DVersion=0.1.0 resources\packaging\windows\tallyline.iss
; It installs for the person alone, without administrator rights, and opens .tally files.
#ifndef Version
  #error Say the version: iscc /DVersion=0.1.0
#endif
#define Root "..\..\.."

[Setup]
AppId={{6E1B0C6E-6F0B-4C53-9D6B-0A7E5D2C54F1}
AppName=Tallyline
AppVersion={#Version}
AppPublisher=Tallyline
DefaultDirName={autopf}\Tallyline
DefaultGroupName=Tallyline
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile={#Root}\LICENSE
SetupIconFile={#Root}\dist\made\tallyline.ico
UninstallDisplayIcon={app}\tallyline.exe
OutputDir={#Root}\dist
OutputBaseFilename=tallyline-{#Version}-windows-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
en.CaseType=Tallyline case 对账
en.DesktopIcon=Put an icon on the desktop 在桌面放一个图标

[Tasks]
Name: "desktopicon"; Description: "{cm:DesktopIcon}"

[Files]
Source: "{#Root}\dist\tallyline\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs
Source: "{#Root}\dist\made\case.ico"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{autoprograms}\Tallyline 对账时间线"; Filename: "{app}\tallyline.exe"
Name: "{autodesktop}\Tallyline 对账时间线"; Filename: "{app}\tallyline.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.tally"; ValueType: string; ValueData: "Tallyline.Case"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Tallyline.Case"; ValueType: string; ValueData: "{cm:CaseType}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Tallyline.Case\DefaultIcon"; ValueType: string; ValueData: "{app}\case.ico"
Root: HKA; Subkey: "Software\Classes\Tallyline.Case\shell\open\command"; ValueType: string; ValueData: """{app}\tallyline.exe"" ""%1"""

[Run]
Filename: "{app}\tallyline.exe"; Description: "{cm:LaunchProgram,Tallyline}"; Flags: nowait postinstall skipifsilent
