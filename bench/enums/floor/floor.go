// Package floor has enums as a person would write them for speed, with nothing else.
package floor

import (
	"errors"
	"strconv"
)

var errUnknown = errors.New("unknown")

type Dense4 int32

var namesDense4 = [...]string{"FolderTask", "RadiusDisk", "AgentFailedBadge", "Locked"}

func (t Dense4) String() string {
	if uint32(t) < uint32(len(namesDense4)) {
		return namesDense4[t]
	}
	return "Dense4(" + strconv.Itoa(int(t)) + ")"
}

func (t Dense4) Valid() bool { return uint32(t) < uint32(len(namesDense4)) }

func ParseDense4(s string) (Dense4, error) {
	switch s {
	case "FolderTask":
		return 0, nil
	case "RadiusDisk":
		return 1, nil
	case "AgentFailedBadge":
		return 2, nil
	case "Locked":
		return 3, nil
	}
	return 0, errUnknown
}

type Sparse4 int32

func (t Sparse4) String() string {
	switch t {
	case 0:
		return "FolderTask"
	case 17:
		return "RadiusDisk"
	case 21:
		return "AgentFailedBadge"
	case 67:
		return "Locked"
	}
	return "Sparse4(" + strconv.Itoa(int(t)) + ")"
}

func (t Sparse4) Valid() bool {
	switch t {
	case 0, 17, 21, 67:
		return true
	}
	return false
}

func ParseSparse4(s string) (Sparse4, error) {
	switch s {
	case "FolderTask":
		return 0, nil
	case "RadiusDisk":
		return 17, nil
	case "AgentFailedBadge":
		return 21, nil
	case "Locked":
		return 67, nil
	}
	return 0, errUnknown
}

type Dense12 int32

var namesDense12 = [...]string{"BadgeGuardTask", "NamePoolName", "KeyNetwork", "SMS", "Role", "TokenAgentHard", "SiteDiskLogin", "FailedFolder", "MobileBackupSMS", "RemoteError", "StateLocal", "UserCard"}

func (t Dense12) String() string {
	if uint32(t) < uint32(len(namesDense12)) {
		return namesDense12[t]
	}
	return "Dense12(" + strconv.Itoa(int(t)) + ")"
}

func (t Dense12) Valid() bool { return uint32(t) < uint32(len(namesDense12)) }

func ParseDense12(s string) (Dense12, error) {
	switch s {
	case "BadgeGuardTask":
		return 0, nil
	case "NamePoolName":
		return 1, nil
	case "KeyNetwork":
		return 2, nil
	case "SMS":
		return 3, nil
	case "Role":
		return 4, nil
	case "TokenAgentHard":
		return 5, nil
	case "SiteDiskLogin":
		return 6, nil
	case "FailedFolder":
		return 7, nil
	case "MobileBackupSMS":
		return 8, nil
	case "RemoteError":
		return 9, nil
	case "StateLocal":
		return 10, nil
	case "UserCard":
		return 11, nil
	}
	return 0, errUnknown
}

type Sparse12 int32

func (t Sparse12) String() string {
	switch t {
	case 0:
		return "BadgeGuardTask"
	case 40:
		return "NamePoolName"
	case 54:
		return "KeyNetwork"
	case 87:
		return "SMS"
	case 90:
		return "Role"
	case 110:
		return "TokenAgentHard"
	case 121:
		return "SiteDiskLogin"
	case 141:
		return "FailedFolder"
	case 171:
		return "MobileBackupSMS"
	case 202:
		return "RemoteError"
	case 228:
		return "StateLocal"
	case 248:
		return "UserCard"
	}
	return "Sparse12(" + strconv.Itoa(int(t)) + ")"
}

func (t Sparse12) Valid() bool {
	switch t {
	case 0, 40, 54, 87, 90, 110, 121, 141, 171, 202, 228, 248:
		return true
	}
	return false
}

func ParseSparse12(s string) (Sparse12, error) {
	switch s {
	case "BadgeGuardTask":
		return 0, nil
	case "NamePoolName":
		return 40, nil
	case "KeyNetwork":
		return 54, nil
	case "SMS":
		return 87, nil
	case "Role":
		return 90, nil
	case "TokenAgentHard":
		return 110, nil
	case "SiteDiskLogin":
		return 121, nil
	case "FailedFolder":
		return 141, nil
	case "MobileBackupSMS":
		return 171, nil
	case "RemoteError":
		return 202, nil
	case "StateLocal":
		return 228, nil
	case "UserCard":
		return 248, nil
	}
	return 0, errUnknown
}

type Dense60 int32

var namesDense60 = [...]string{"Push", "GrantAgent", "CodeReport", "SmartArchive", "MailTheme", "CloudCloudFile", "User", "SiteDevice", "Task", "SMSSmartCard", "HardCode", "MemoryHard", "StateFace", "Owner", "OTP", "MailAgentAudit", "SessionPush", "LicenseGuard", "TokenTask", "MobileErrorServer", "SoftKeyBackup", "DenyGuard", "FileArchive", "EmailServerGuard", "PushPool", "MobileTheme", "MemoryLocked", "NetworkGroup", "None", "BadgeRadius", "FolderAudit", "SiteOTPToken", "DenyRole", "ReportDisk", "Device", "ActiveDesktop", "Cloud", "Radius", "DesktopBackup", "Key", "RadiusCloud", "PoolLocked", "SmartCert", "ProxyGuestCode", "Email", "RadiusServerLicense", "NetworkPool", "LocalHardLocal", "TokenNoneHost", "GuestReportLocked", "Login", "TokenNetwork", "IdleLicense", "RemoteNetwork", "Host", "HardActiveSite", "UserFailed", "Face", "HardAudit", "Pending"}

func (t Dense60) String() string {
	if uint32(t) < uint32(len(namesDense60)) {
		return namesDense60[t]
	}
	return "Dense60(" + strconv.Itoa(int(t)) + ")"
}

func (t Dense60) Valid() bool { return uint32(t) < uint32(len(namesDense60)) }

func ParseDense60(s string) (Dense60, error) {
	switch s {
	case "Push":
		return 0, nil
	case "GrantAgent":
		return 1, nil
	case "CodeReport":
		return 2, nil
	case "SmartArchive":
		return 3, nil
	case "MailTheme":
		return 4, nil
	case "CloudCloudFile":
		return 5, nil
	case "User":
		return 6, nil
	case "SiteDevice":
		return 7, nil
	case "Task":
		return 8, nil
	case "SMSSmartCard":
		return 9, nil
	case "HardCode":
		return 10, nil
	case "MemoryHard":
		return 11, nil
	case "StateFace":
		return 12, nil
	case "Owner":
		return 13, nil
	case "OTP":
		return 14, nil
	case "MailAgentAudit":
		return 15, nil
	case "SessionPush":
		return 16, nil
	case "LicenseGuard":
		return 17, nil
	case "TokenTask":
		return 18, nil
	case "MobileErrorServer":
		return 19, nil
	case "SoftKeyBackup":
		return 20, nil
	case "DenyGuard":
		return 21, nil
	case "FileArchive":
		return 22, nil
	case "EmailServerGuard":
		return 23, nil
	case "PushPool":
		return 24, nil
	case "MobileTheme":
		return 25, nil
	case "MemoryLocked":
		return 26, nil
	case "NetworkGroup":
		return 27, nil
	case "None":
		return 28, nil
	case "BadgeRadius":
		return 29, nil
	case "FolderAudit":
		return 30, nil
	case "SiteOTPToken":
		return 31, nil
	case "DenyRole":
		return 32, nil
	case "ReportDisk":
		return 33, nil
	case "Device":
		return 34, nil
	case "ActiveDesktop":
		return 35, nil
	case "Cloud":
		return 36, nil
	case "Radius":
		return 37, nil
	case "DesktopBackup":
		return 38, nil
	case "Key":
		return 39, nil
	case "RadiusCloud":
		return 40, nil
	case "PoolLocked":
		return 41, nil
	case "SmartCert":
		return 42, nil
	case "ProxyGuestCode":
		return 43, nil
	case "Email":
		return 44, nil
	case "RadiusServerLicense":
		return 45, nil
	case "NetworkPool":
		return 46, nil
	case "LocalHardLocal":
		return 47, nil
	case "TokenNoneHost":
		return 48, nil
	case "GuestReportLocked":
		return 49, nil
	case "Login":
		return 50, nil
	case "TokenNetwork":
		return 51, nil
	case "IdleLicense":
		return 52, nil
	case "RemoteNetwork":
		return 53, nil
	case "Host":
		return 54, nil
	case "HardActiveSite":
		return 55, nil
	case "UserFailed":
		return 56, nil
	case "Face":
		return 57, nil
	case "HardAudit":
		return 58, nil
	case "Pending":
		return 59, nil
	}
	return 0, errUnknown
}

type Sparse60 int32

func (t Sparse60) String() string {
	switch t {
	case 0:
		return "Push"
	case 17:
		return "GrantAgent"
	case 68:
		return "CodeReport"
	case 88:
		return "SmartArchive"
	case 104:
		return "MailTheme"
	case 133:
		return "CloudCloudFile"
	case 137:
		return "User"
	case 180:
		return "SiteDevice"
	case 199:
		return "Task"
	case 235:
		return "SMSSmartCard"
	case 264:
		return "HardCode"
	case 275:
		return "MemoryHard"
	case 277:
		return "StateFace"
	case 317:
		return "Owner"
	case 366:
		return "OTP"
	case 388:
		return "MailAgentAudit"
	case 401:
		return "SessionPush"
	case 436:
		return "LicenseGuard"
	case 452:
		return "TokenTask"
	case 475:
		return "MobileErrorServer"
	case 485:
		return "SoftKeyBackup"
	case 506:
		return "DenyGuard"
	case 508:
		return "FileArchive"
	case 530:
		return "EmailServerGuard"
	case 564:
		return "PushPool"
	case 588:
		return "MobileTheme"
	case 628:
		return "MemoryLocked"
	case 630:
		return "NetworkGroup"
	case 663:
		return "None"
	case 699:
		return "BadgeRadius"
	case 715:
		return "FolderAudit"
	case 738:
		return "SiteOTPToken"
	case 757:
		return "DenyRole"
	case 769:
		return "ReportDisk"
	case 818:
		return "Device"
	case 824:
		return "ActiveDesktop"
	case 843:
		return "Cloud"
	case 867:
		return "Radius"
	case 896:
		return "DesktopBackup"
	case 936:
		return "Key"
	case 967:
		return "RadiusCloud"
	case 1007:
		return "PoolLocked"
	case 1047:
		return "SmartCert"
	case 1064:
		return "ProxyGuestCode"
	case 1077:
		return "Email"
	case 1118:
		return "RadiusServerLicense"
	case 1127:
		return "NetworkPool"
	case 1175:
		return "LocalHardLocal"
	case 1192:
		return "TokenNoneHost"
	case 1204:
		return "GuestReportLocked"
	case 1223:
		return "Login"
	case 1234:
		return "TokenNetwork"
	case 1274:
		return "IdleLicense"
	case 1300:
		return "RemoteNetwork"
	case 1322:
		return "Host"
	case 1359:
		return "HardActiveSite"
	case 1373:
		return "UserFailed"
	case 1420:
		return "Face"
	case 1426:
		return "HardAudit"
	case 1430:
		return "Pending"
	}
	return "Sparse60(" + strconv.Itoa(int(t)) + ")"
}

func (t Sparse60) Valid() bool {
	switch t {
	case 0, 17, 68, 88, 104, 133, 137, 180, 199, 235, 264, 275, 277, 317, 366, 388, 401, 436, 452, 475, 485, 506, 508, 530, 564, 588, 628, 630, 663, 699, 715, 738, 757, 769, 818, 824, 843, 867, 896, 936, 967, 1007, 1047, 1064, 1077, 1118, 1127, 1175, 1192, 1204, 1223, 1234, 1274, 1300, 1322, 1359, 1373, 1420, 1426, 1430:
		return true
	}
	return false
}

func ParseSparse60(s string) (Sparse60, error) {
	switch s {
	case "Push":
		return 0, nil
	case "GrantAgent":
		return 17, nil
	case "CodeReport":
		return 68, nil
	case "SmartArchive":
		return 88, nil
	case "MailTheme":
		return 104, nil
	case "CloudCloudFile":
		return 133, nil
	case "User":
		return 137, nil
	case "SiteDevice":
		return 180, nil
	case "Task":
		return 199, nil
	case "SMSSmartCard":
		return 235, nil
	case "HardCode":
		return 264, nil
	case "MemoryHard":
		return 275, nil
	case "StateFace":
		return 277, nil
	case "Owner":
		return 317, nil
	case "OTP":
		return 366, nil
	case "MailAgentAudit":
		return 388, nil
	case "SessionPush":
		return 401, nil
	case "LicenseGuard":
		return 436, nil
	case "TokenTask":
		return 452, nil
	case "MobileErrorServer":
		return 475, nil
	case "SoftKeyBackup":
		return 485, nil
	case "DenyGuard":
		return 506, nil
	case "FileArchive":
		return 508, nil
	case "EmailServerGuard":
		return 530, nil
	case "PushPool":
		return 564, nil
	case "MobileTheme":
		return 588, nil
	case "MemoryLocked":
		return 628, nil
	case "NetworkGroup":
		return 630, nil
	case "None":
		return 663, nil
	case "BadgeRadius":
		return 699, nil
	case "FolderAudit":
		return 715, nil
	case "SiteOTPToken":
		return 738, nil
	case "DenyRole":
		return 757, nil
	case "ReportDisk":
		return 769, nil
	case "Device":
		return 818, nil
	case "ActiveDesktop":
		return 824, nil
	case "Cloud":
		return 843, nil
	case "Radius":
		return 867, nil
	case "DesktopBackup":
		return 896, nil
	case "Key":
		return 936, nil
	case "RadiusCloud":
		return 967, nil
	case "PoolLocked":
		return 1007, nil
	case "SmartCert":
		return 1047, nil
	case "ProxyGuestCode":
		return 1064, nil
	case "Email":
		return 1077, nil
	case "RadiusServerLicense":
		return 1118, nil
	case "NetworkPool":
		return 1127, nil
	case "LocalHardLocal":
		return 1175, nil
	case "TokenNoneHost":
		return 1192, nil
	case "GuestReportLocked":
		return 1204, nil
	case "Login":
		return 1223, nil
	case "TokenNetwork":
		return 1234, nil
	case "IdleLicense":
		return 1274, nil
	case "RemoteNetwork":
		return 1300, nil
	case "Host":
		return 1322, nil
	case "HardActiveSite":
		return 1359, nil
	case "UserFailed":
		return 1373, nil
	case "Face":
		return 1420, nil
	case "HardAudit":
		return 1426, nil
	case "Pending":
		return 1430, nil
	}
	return 0, errUnknown
}

type Dense500 int32

var namesDense500 = [...]string{"MailDeny", "Card", "NetworkTheme", "EmailFailed", "UserGoogle", "SoftSession", "ErrorPush", "NetworkReportMail", "GuestFolder", "VoiceGateway", "AdminRadiusLicense", "Host", "BackupPool", "ActiveOwnerRadius", "DeviceVoiceFolder", "AdminLockedAudit", "CloudVoice", "OTPActive", "CloudGrantLocal", "AdminLockedFolder", "VoiceRoleRole", "MonitorMailMobile", "DesktopDevice", "Grant", "HostLogin", "Error", "FolderDevice", "HostPool", "LoginName", "CodeMemory", "CodeLogin", "CardFolderSMS", "HostMobile", "State", "FolderMobileDuo", "NoneState", "MobileTaskDesktop", "Email", "GoogleTokenDisk", "IdleGoogle", "SystemFile", "VoiceAuditError", "MemoryLink", "RemotePending", "DeviceFolderPool", "IdleHost", "DiskClient", "OTP", "DeviceBadge", "CodeServer", "Guard", "SiteOTPNone", "LicenseDesktopOTP", "ErrorLocalDevice", "LockedDevice", "VoiceProxy", "AdminActive", "GrantLocked", "SiteSiteToken", "MailLocked", "AuditPending", "ProxyPrintSite", "GuardGuard", "GooglePush", "RemoteGoogle", "RoleEmail", "Archive", "UserSmart", "DuoSmart", "Face", "SessionPending", "Local", "GatewaySystemGrant", "LockedLocked", "GuardHard", "ImageRemote", "HardEmailBackup", "Locked", "SmartSmart", "BadgeImagePrint", "Badge", "BlockedBadgeRemote", "GuestMailHost", "Report", "ImageBlocked", "DesktopToken", "KeyRemoteAudit", "ImageDeny", "FaceSite", "Monitor", "BadgeMemory", "OwnerNetwork", "CardCloud", "RemoteMemoryCert", "Pending", "OTPBadge", "ErrorSmart", "AgentOTP", "Network", "Duo", "GuestDesktop", "AgentSmartState", "Guest", "PrintPrint", "CodeIdleSystem", "NoneSite", "GuestSite", "Folder", "DeviceUser", "LockedArchive", "GuardRemoteCert", "AdminTaskError", "KeyKey", "TaskRadius", "PoolPending", "System", "ArchiveGateway", "KeyDuoDevice", "Task", "VoiceLicenseSMS", "ThemeSite", "Group", "MailFace", "TaskTask", "LicenseFaceLicense", "OwnerFileAdmin", "Cloud", "MailIdle", "SessionMonitorDeny", "SmartDuo", "RoleAdmin", "SmartLinkMonitor", "TaskImage", "GrantErrorBackup", "LockedFace", "Deny", "AuditCloudArchive", "FileThemeAgent", "LockedLinkSmart", "AdminProxy", "HardLocal", "User", "SoftGuestOTP", "AgentGoogle", "GuestPushVoice", "GrantDenyHard", "ThemeNone", "AuditGatewayMobile", "EmailStateImage", "NameHardSmart", "DenyFailed", "LockedSite", "GuardHostPush", "ClientState", "SystemAgentFile", "SoftKey", "DenyOwner", "ThemeEmail", "SiteSessionMobile", "MemoryBadgeActive", "RadiusName", "CodeTokenNone", "EmailSessionDesktop", "File", "SystemHost", "License", "Agent", "FolderDiskDesktop", "GoogleDuo", "DiskCloudMemory", "GrantGatewayOTP", "CodeGatewayGrant", "Google", "SystemBackupNone", "PendingName", "Hard", "HardPrint", "CertMemoryDeny", "OTPGoogleMonitor", "DiskDeny", "ErrorCert", "NameCertGuest", "NetworkOwner", "Disk", "AuditDeny", "AuditGoogle", "SiteMemory", "PrintClient", "RadiusMailSite", "RadiusGateway", "Device", "CloudGoogleGroup", "Mail", "FaceSMSCert", "EmailSystemVoice", "StateGoogleGuest", "DiskToken", "BackupBadge", "PoolFaceArchive", "GuardGoogle", "StatePool", "Proxy", "MobileHostMobile", "BadgeLocked", "MonitorBlockedToken", "ReportMail", "DuoVoiceRemote", "BackupEmailRole", "RoleHostGateway", "SmartMailRemote", "ClientClient", "UserNameBadge", "ImageGrantCert", "DenyRole", "OwnerPending", "ImageProxyProxy", "PendingFolder", "MonitorAuditLocked", "SMSGrant", "Smart", "SmartEmail", "GatewayName", "Site", "BadgeRemote", "Name", "FaceMonitor", "OTPGuard", "GuardErrorProxy", "DuoSite", "FailedMonitor", "CodeActive", "Blocked", "TaskMail", "TaskGroupGroup", "PushLocal", "LocalMonitorLocked", "Failed", "NameProxyCloud", "ClientLogin", "MobileTheme", "HostFolder", "Remote", "UserHardEmail", "PendingMonitor", "EmailNameSmart", "UserRole", "OwnerGroup", "Key", "FileDeviceProxy", "MobileAgent", "ErrorBlocked", "AgentKey", "KeySoftMonitor", "CardGatewayFile", "StateRole", "RadiusArchive", "DiskTheme", "VoiceOwner", "LinkIdle", "CodePrint", "ArchiveLogin", "LicenseMemory", "GuardRemote", "HostUser", "MailTask", "Role", "AuditDesktopSite", "FileGuest", "DesktopKey", "DenyError", "PrintGroup", "LocalPool", "FailedToken", "UserCardProxy", "Theme", "HostPendingReport", "GuardImageNone", "LoginSMS", "SmartAgentGateway", "NetworkCert", "MobileMemoryBackup", "CodeIdle", "FileReport", "PoolMobile", "SmartActiveFace", "NoneCode", "BlockedAudit", "GrantTask", "SmartRadiusBlocked", "HostImage", "ServerLink", "AgentHard", "DuoRadiusLogin", "DesktopBadgeRadius", "ImageBadge", "BackupReport", "ImageRadius", "IdleName", "AgentNetwork", "DuoPool", "DeviceToken", "ThemeCodePool", "SiteImageNone", "MobileName", "CertArchive", "UserClient", "MonitorStateIdle", "PoolRemote", "ProxyGuest", "LocalCert", "CodeBlocked", "CloudUser", "UserError", "LinkRole", "OwnerTheme", "SmartAudit", "DeviceKey", "Desktop", "LicenseFolder", "GrantDeny", "GatewayPrint", "TokenDesktop", "CloudCertFace", "SessionReport", "DiskPush", "ReportMonitorDesktop", "DeviceMobile", "RoleBadge", "LocalPending", "FileActiveEmail", "Image", "PushDuo", "SmartOwner", "LocalReport", "PoolLicenseLogin", "DenySMSPending", "Code", "TaskSmart", "HostKey", "ClientGuardClient", "TokenLocked", "DenyLogin", "PoolSession", "MemoryDuo", "CodeFolder", "SMSDuo", "DenySoftError", "KeyDeviceImage", "MonitorSoft", "ServerDevice", "BlockedCert", "Link", "CloudMobile", "HostFile", "UserProxyGroup", "PendingRolePending", "LicenseReport", "IdleGateway", "AuditGateway", "DuoToken", "AuditMobile", "LocalServer", "RemoteVoice", "OTPError", "Login", "FileArchiveGoogle", "DeviceCodeRole", "MobileActive", "DuoUser", "TokenNetworkGateway", "ArchiveAgent", "Owner", "BadgeRadius", "GoogleFileCode", "MonitorCardNone", "DeviceFile", "GatewayErrorToken", "CloudGroupFace", "HardSoftHost", "LoginHard", "NameBadgeArchive", "TaskRoleBlocked", "Memory", "PendingSessionGroup", "MobileRemote", "SoftSmartSoft", "ServerEmail", "NameImageCloud", "Server", "DesktopDeny", "Soft", "RadiusVoice", "ServerBadgeRadius", "DenyPrint", "BlockedBlocked", "FaceGoogleUser", "CardDiskError", "AdminImage", "ThemeSMS", "DuoSessionSession", "TaskCode", "GatewayPoolSMS", "RolePrintRemote", "Client", "Active", "BackupOTPName", "PrintErrorCloud", "ArchiveDuoMonitor", "DesktopVoiceMonitor", "AuditNone", "ImageMailLogin", "SystemMonitor", "RadiusUser", "CloudBadgeSoft", "Push", "SiteDevice", "GoogleCert", "None", "BlockedSoft", "LicenseOwnerSystem", "TaskSoft", "ServerCert", "StateArchive", "GrantSiteOTP", "Cert", "OTPCloud", "DesktopLockedKey", "PrintOwnerDuo", "ClientLink", "GatewayGoogleSmart", "TokenCardNone", "CertSoftAdmin", "BlockedLinkNone", "UserGuest", "ThemeCode", "AuditPrint", "OTPRemote", "RadiusPending", "PrintGuest", "KeyDevice", "Session", "FailedPoolDesktop", "VoiceName", "ArchiveEmail", "AuditSoft", "SystemPrint", "ErrorFace", "GrantCode", "SystemLicensePool", "FailedEmail", "AdminError", "BlockedCertGoogle", "GuardSoft", "Print", "GatewayUser", "GuardAudit", "CloudEmail", "ImagePoolPending", "LoginSmartMobile", "AuditPrintGroup", "GuardState", "Gateway", "MobileImageLocked", "PendingTask", "SmartGuard", "PrintBackup", "SoftReportGrant", "ClientOTPIdle", "DenyMail", "GatewayPushClient", "LockedTheme", "NameImage", "Idle", "HardGoogle", "CardPushBlocked", "SMSActive", "SessionDuo", "CodeOwner", "MemoryGatewaySmart", "MemoryDeviceAudit", "AdminClientArchive", "AuditTask", "SMS", "SoftNetwork", "BadgeGuest", "CardHostBlocked", "LoginArchive", "IdleGrantActive", "CardOTPGuard", "CloudPending", "FolderIdle", "RemoteFace", "ClientCloud", "RadiusMobile", "AuditStateActive", "OwnerPushCert", "OwnerName", "FolderGuard", "OTPLink", "SMSRoleGroup"}

func (t Dense500) String() string {
	if uint32(t) < uint32(len(namesDense500)) {
		return namesDense500[t]
	}
	return "Dense500(" + strconv.Itoa(int(t)) + ")"
}

func (t Dense500) Valid() bool { return uint32(t) < uint32(len(namesDense500)) }

func ParseDense500(s string) (Dense500, error) {
	switch s {
	case "MailDeny":
		return 0, nil
	case "Card":
		return 1, nil
	case "NetworkTheme":
		return 2, nil
	case "EmailFailed":
		return 3, nil
	case "UserGoogle":
		return 4, nil
	case "SoftSession":
		return 5, nil
	case "ErrorPush":
		return 6, nil
	case "NetworkReportMail":
		return 7, nil
	case "GuestFolder":
		return 8, nil
	case "VoiceGateway":
		return 9, nil
	case "AdminRadiusLicense":
		return 10, nil
	case "Host":
		return 11, nil
	case "BackupPool":
		return 12, nil
	case "ActiveOwnerRadius":
		return 13, nil
	case "DeviceVoiceFolder":
		return 14, nil
	case "AdminLockedAudit":
		return 15, nil
	case "CloudVoice":
		return 16, nil
	case "OTPActive":
		return 17, nil
	case "CloudGrantLocal":
		return 18, nil
	case "AdminLockedFolder":
		return 19, nil
	case "VoiceRoleRole":
		return 20, nil
	case "MonitorMailMobile":
		return 21, nil
	case "DesktopDevice":
		return 22, nil
	case "Grant":
		return 23, nil
	case "HostLogin":
		return 24, nil
	case "Error":
		return 25, nil
	case "FolderDevice":
		return 26, nil
	case "HostPool":
		return 27, nil
	case "LoginName":
		return 28, nil
	case "CodeMemory":
		return 29, nil
	case "CodeLogin":
		return 30, nil
	case "CardFolderSMS":
		return 31, nil
	case "HostMobile":
		return 32, nil
	case "State":
		return 33, nil
	case "FolderMobileDuo":
		return 34, nil
	case "NoneState":
		return 35, nil
	case "MobileTaskDesktop":
		return 36, nil
	case "Email":
		return 37, nil
	case "GoogleTokenDisk":
		return 38, nil
	case "IdleGoogle":
		return 39, nil
	case "SystemFile":
		return 40, nil
	case "VoiceAuditError":
		return 41, nil
	case "MemoryLink":
		return 42, nil
	case "RemotePending":
		return 43, nil
	case "DeviceFolderPool":
		return 44, nil
	case "IdleHost":
		return 45, nil
	case "DiskClient":
		return 46, nil
	case "OTP":
		return 47, nil
	case "DeviceBadge":
		return 48, nil
	case "CodeServer":
		return 49, nil
	case "Guard":
		return 50, nil
	case "SiteOTPNone":
		return 51, nil
	case "LicenseDesktopOTP":
		return 52, nil
	case "ErrorLocalDevice":
		return 53, nil
	case "LockedDevice":
		return 54, nil
	case "VoiceProxy":
		return 55, nil
	case "AdminActive":
		return 56, nil
	case "GrantLocked":
		return 57, nil
	case "SiteSiteToken":
		return 58, nil
	case "MailLocked":
		return 59, nil
	case "AuditPending":
		return 60, nil
	case "ProxyPrintSite":
		return 61, nil
	case "GuardGuard":
		return 62, nil
	case "GooglePush":
		return 63, nil
	case "RemoteGoogle":
		return 64, nil
	case "RoleEmail":
		return 65, nil
	case "Archive":
		return 66, nil
	case "UserSmart":
		return 67, nil
	case "DuoSmart":
		return 68, nil
	case "Face":
		return 69, nil
	case "SessionPending":
		return 70, nil
	case "Local":
		return 71, nil
	case "GatewaySystemGrant":
		return 72, nil
	case "LockedLocked":
		return 73, nil
	case "GuardHard":
		return 74, nil
	case "ImageRemote":
		return 75, nil
	case "HardEmailBackup":
		return 76, nil
	case "Locked":
		return 77, nil
	case "SmartSmart":
		return 78, nil
	case "BadgeImagePrint":
		return 79, nil
	case "Badge":
		return 80, nil
	case "BlockedBadgeRemote":
		return 81, nil
	case "GuestMailHost":
		return 82, nil
	case "Report":
		return 83, nil
	case "ImageBlocked":
		return 84, nil
	case "DesktopToken":
		return 85, nil
	case "KeyRemoteAudit":
		return 86, nil
	case "ImageDeny":
		return 87, nil
	case "FaceSite":
		return 88, nil
	case "Monitor":
		return 89, nil
	case "BadgeMemory":
		return 90, nil
	case "OwnerNetwork":
		return 91, nil
	case "CardCloud":
		return 92, nil
	case "RemoteMemoryCert":
		return 93, nil
	case "Pending":
		return 94, nil
	case "OTPBadge":
		return 95, nil
	case "ErrorSmart":
		return 96, nil
	case "AgentOTP":
		return 97, nil
	case "Network":
		return 98, nil
	case "Duo":
		return 99, nil
	case "GuestDesktop":
		return 100, nil
	case "AgentSmartState":
		return 101, nil
	case "Guest":
		return 102, nil
	case "PrintPrint":
		return 103, nil
	case "CodeIdleSystem":
		return 104, nil
	case "NoneSite":
		return 105, nil
	case "GuestSite":
		return 106, nil
	case "Folder":
		return 107, nil
	case "DeviceUser":
		return 108, nil
	case "LockedArchive":
		return 109, nil
	case "GuardRemoteCert":
		return 110, nil
	case "AdminTaskError":
		return 111, nil
	case "KeyKey":
		return 112, nil
	case "TaskRadius":
		return 113, nil
	case "PoolPending":
		return 114, nil
	case "System":
		return 115, nil
	case "ArchiveGateway":
		return 116, nil
	case "KeyDuoDevice":
		return 117, nil
	case "Task":
		return 118, nil
	case "VoiceLicenseSMS":
		return 119, nil
	case "ThemeSite":
		return 120, nil
	case "Group":
		return 121, nil
	case "MailFace":
		return 122, nil
	case "TaskTask":
		return 123, nil
	case "LicenseFaceLicense":
		return 124, nil
	case "OwnerFileAdmin":
		return 125, nil
	case "Cloud":
		return 126, nil
	case "MailIdle":
		return 127, nil
	case "SessionMonitorDeny":
		return 128, nil
	case "SmartDuo":
		return 129, nil
	case "RoleAdmin":
		return 130, nil
	case "SmartLinkMonitor":
		return 131, nil
	case "TaskImage":
		return 132, nil
	case "GrantErrorBackup":
		return 133, nil
	case "LockedFace":
		return 134, nil
	case "Deny":
		return 135, nil
	case "AuditCloudArchive":
		return 136, nil
	case "FileThemeAgent":
		return 137, nil
	case "LockedLinkSmart":
		return 138, nil
	case "AdminProxy":
		return 139, nil
	case "HardLocal":
		return 140, nil
	case "User":
		return 141, nil
	case "SoftGuestOTP":
		return 142, nil
	case "AgentGoogle":
		return 143, nil
	case "GuestPushVoice":
		return 144, nil
	case "GrantDenyHard":
		return 145, nil
	case "ThemeNone":
		return 146, nil
	case "AuditGatewayMobile":
		return 147, nil
	case "EmailStateImage":
		return 148, nil
	case "NameHardSmart":
		return 149, nil
	case "DenyFailed":
		return 150, nil
	case "LockedSite":
		return 151, nil
	case "GuardHostPush":
		return 152, nil
	case "ClientState":
		return 153, nil
	case "SystemAgentFile":
		return 154, nil
	case "SoftKey":
		return 155, nil
	case "DenyOwner":
		return 156, nil
	case "ThemeEmail":
		return 157, nil
	case "SiteSessionMobile":
		return 158, nil
	case "MemoryBadgeActive":
		return 159, nil
	case "RadiusName":
		return 160, nil
	case "CodeTokenNone":
		return 161, nil
	case "EmailSessionDesktop":
		return 162, nil
	case "File":
		return 163, nil
	case "SystemHost":
		return 164, nil
	case "License":
		return 165, nil
	case "Agent":
		return 166, nil
	case "FolderDiskDesktop":
		return 167, nil
	case "GoogleDuo":
		return 168, nil
	case "DiskCloudMemory":
		return 169, nil
	case "GrantGatewayOTP":
		return 170, nil
	case "CodeGatewayGrant":
		return 171, nil
	case "Google":
		return 172, nil
	case "SystemBackupNone":
		return 173, nil
	case "PendingName":
		return 174, nil
	case "Hard":
		return 175, nil
	case "HardPrint":
		return 176, nil
	case "CertMemoryDeny":
		return 177, nil
	case "OTPGoogleMonitor":
		return 178, nil
	case "DiskDeny":
		return 179, nil
	case "ErrorCert":
		return 180, nil
	case "NameCertGuest":
		return 181, nil
	case "NetworkOwner":
		return 182, nil
	case "Disk":
		return 183, nil
	case "AuditDeny":
		return 184, nil
	case "AuditGoogle":
		return 185, nil
	case "SiteMemory":
		return 186, nil
	case "PrintClient":
		return 187, nil
	case "RadiusMailSite":
		return 188, nil
	case "RadiusGateway":
		return 189, nil
	case "Device":
		return 190, nil
	case "CloudGoogleGroup":
		return 191, nil
	case "Mail":
		return 192, nil
	case "FaceSMSCert":
		return 193, nil
	case "EmailSystemVoice":
		return 194, nil
	case "StateGoogleGuest":
		return 195, nil
	case "DiskToken":
		return 196, nil
	case "BackupBadge":
		return 197, nil
	case "PoolFaceArchive":
		return 198, nil
	case "GuardGoogle":
		return 199, nil
	case "StatePool":
		return 200, nil
	case "Proxy":
		return 201, nil
	case "MobileHostMobile":
		return 202, nil
	case "BadgeLocked":
		return 203, nil
	case "MonitorBlockedToken":
		return 204, nil
	case "ReportMail":
		return 205, nil
	case "DuoVoiceRemote":
		return 206, nil
	case "BackupEmailRole":
		return 207, nil
	case "RoleHostGateway":
		return 208, nil
	case "SmartMailRemote":
		return 209, nil
	case "ClientClient":
		return 210, nil
	case "UserNameBadge":
		return 211, nil
	case "ImageGrantCert":
		return 212, nil
	case "DenyRole":
		return 213, nil
	case "OwnerPending":
		return 214, nil
	case "ImageProxyProxy":
		return 215, nil
	case "PendingFolder":
		return 216, nil
	case "MonitorAuditLocked":
		return 217, nil
	case "SMSGrant":
		return 218, nil
	case "Smart":
		return 219, nil
	case "SmartEmail":
		return 220, nil
	case "GatewayName":
		return 221, nil
	case "Site":
		return 222, nil
	case "BadgeRemote":
		return 223, nil
	case "Name":
		return 224, nil
	case "FaceMonitor":
		return 225, nil
	case "OTPGuard":
		return 226, nil
	case "GuardErrorProxy":
		return 227, nil
	case "DuoSite":
		return 228, nil
	case "FailedMonitor":
		return 229, nil
	case "CodeActive":
		return 230, nil
	case "Blocked":
		return 231, nil
	case "TaskMail":
		return 232, nil
	case "TaskGroupGroup":
		return 233, nil
	case "PushLocal":
		return 234, nil
	case "LocalMonitorLocked":
		return 235, nil
	case "Failed":
		return 236, nil
	case "NameProxyCloud":
		return 237, nil
	case "ClientLogin":
		return 238, nil
	case "MobileTheme":
		return 239, nil
	case "HostFolder":
		return 240, nil
	case "Remote":
		return 241, nil
	case "UserHardEmail":
		return 242, nil
	case "PendingMonitor":
		return 243, nil
	case "EmailNameSmart":
		return 244, nil
	case "UserRole":
		return 245, nil
	case "OwnerGroup":
		return 246, nil
	case "Key":
		return 247, nil
	case "FileDeviceProxy":
		return 248, nil
	case "MobileAgent":
		return 249, nil
	case "ErrorBlocked":
		return 250, nil
	case "AgentKey":
		return 251, nil
	case "KeySoftMonitor":
		return 252, nil
	case "CardGatewayFile":
		return 253, nil
	case "StateRole":
		return 254, nil
	case "RadiusArchive":
		return 255, nil
	case "DiskTheme":
		return 256, nil
	case "VoiceOwner":
		return 257, nil
	case "LinkIdle":
		return 258, nil
	case "CodePrint":
		return 259, nil
	case "ArchiveLogin":
		return 260, nil
	case "LicenseMemory":
		return 261, nil
	case "GuardRemote":
		return 262, nil
	case "HostUser":
		return 263, nil
	case "MailTask":
		return 264, nil
	case "Role":
		return 265, nil
	case "AuditDesktopSite":
		return 266, nil
	case "FileGuest":
		return 267, nil
	case "DesktopKey":
		return 268, nil
	case "DenyError":
		return 269, nil
	case "PrintGroup":
		return 270, nil
	case "LocalPool":
		return 271, nil
	case "FailedToken":
		return 272, nil
	case "UserCardProxy":
		return 273, nil
	case "Theme":
		return 274, nil
	case "HostPendingReport":
		return 275, nil
	case "GuardImageNone":
		return 276, nil
	case "LoginSMS":
		return 277, nil
	case "SmartAgentGateway":
		return 278, nil
	case "NetworkCert":
		return 279, nil
	case "MobileMemoryBackup":
		return 280, nil
	case "CodeIdle":
		return 281, nil
	case "FileReport":
		return 282, nil
	case "PoolMobile":
		return 283, nil
	case "SmartActiveFace":
		return 284, nil
	case "NoneCode":
		return 285, nil
	case "BlockedAudit":
		return 286, nil
	case "GrantTask":
		return 287, nil
	case "SmartRadiusBlocked":
		return 288, nil
	case "HostImage":
		return 289, nil
	case "ServerLink":
		return 290, nil
	case "AgentHard":
		return 291, nil
	case "DuoRadiusLogin":
		return 292, nil
	case "DesktopBadgeRadius":
		return 293, nil
	case "ImageBadge":
		return 294, nil
	case "BackupReport":
		return 295, nil
	case "ImageRadius":
		return 296, nil
	case "IdleName":
		return 297, nil
	case "AgentNetwork":
		return 298, nil
	case "DuoPool":
		return 299, nil
	case "DeviceToken":
		return 300, nil
	case "ThemeCodePool":
		return 301, nil
	case "SiteImageNone":
		return 302, nil
	case "MobileName":
		return 303, nil
	case "CertArchive":
		return 304, nil
	case "UserClient":
		return 305, nil
	case "MonitorStateIdle":
		return 306, nil
	case "PoolRemote":
		return 307, nil
	case "ProxyGuest":
		return 308, nil
	case "LocalCert":
		return 309, nil
	case "CodeBlocked":
		return 310, nil
	case "CloudUser":
		return 311, nil
	case "UserError":
		return 312, nil
	case "LinkRole":
		return 313, nil
	case "OwnerTheme":
		return 314, nil
	case "SmartAudit":
		return 315, nil
	case "DeviceKey":
		return 316, nil
	case "Desktop":
		return 317, nil
	case "LicenseFolder":
		return 318, nil
	case "GrantDeny":
		return 319, nil
	case "GatewayPrint":
		return 320, nil
	case "TokenDesktop":
		return 321, nil
	case "CloudCertFace":
		return 322, nil
	case "SessionReport":
		return 323, nil
	case "DiskPush":
		return 324, nil
	case "ReportMonitorDesktop":
		return 325, nil
	case "DeviceMobile":
		return 326, nil
	case "RoleBadge":
		return 327, nil
	case "LocalPending":
		return 328, nil
	case "FileActiveEmail":
		return 329, nil
	case "Image":
		return 330, nil
	case "PushDuo":
		return 331, nil
	case "SmartOwner":
		return 332, nil
	case "LocalReport":
		return 333, nil
	case "PoolLicenseLogin":
		return 334, nil
	case "DenySMSPending":
		return 335, nil
	case "Code":
		return 336, nil
	case "TaskSmart":
		return 337, nil
	case "HostKey":
		return 338, nil
	case "ClientGuardClient":
		return 339, nil
	case "TokenLocked":
		return 340, nil
	case "DenyLogin":
		return 341, nil
	case "PoolSession":
		return 342, nil
	case "MemoryDuo":
		return 343, nil
	case "CodeFolder":
		return 344, nil
	case "SMSDuo":
		return 345, nil
	case "DenySoftError":
		return 346, nil
	case "KeyDeviceImage":
		return 347, nil
	case "MonitorSoft":
		return 348, nil
	case "ServerDevice":
		return 349, nil
	case "BlockedCert":
		return 350, nil
	case "Link":
		return 351, nil
	case "CloudMobile":
		return 352, nil
	case "HostFile":
		return 353, nil
	case "UserProxyGroup":
		return 354, nil
	case "PendingRolePending":
		return 355, nil
	case "LicenseReport":
		return 356, nil
	case "IdleGateway":
		return 357, nil
	case "AuditGateway":
		return 358, nil
	case "DuoToken":
		return 359, nil
	case "AuditMobile":
		return 360, nil
	case "LocalServer":
		return 361, nil
	case "RemoteVoice":
		return 362, nil
	case "OTPError":
		return 363, nil
	case "Login":
		return 364, nil
	case "FileArchiveGoogle":
		return 365, nil
	case "DeviceCodeRole":
		return 366, nil
	case "MobileActive":
		return 367, nil
	case "DuoUser":
		return 368, nil
	case "TokenNetworkGateway":
		return 369, nil
	case "ArchiveAgent":
		return 370, nil
	case "Owner":
		return 371, nil
	case "BadgeRadius":
		return 372, nil
	case "GoogleFileCode":
		return 373, nil
	case "MonitorCardNone":
		return 374, nil
	case "DeviceFile":
		return 375, nil
	case "GatewayErrorToken":
		return 376, nil
	case "CloudGroupFace":
		return 377, nil
	case "HardSoftHost":
		return 378, nil
	case "LoginHard":
		return 379, nil
	case "NameBadgeArchive":
		return 380, nil
	case "TaskRoleBlocked":
		return 381, nil
	case "Memory":
		return 382, nil
	case "PendingSessionGroup":
		return 383, nil
	case "MobileRemote":
		return 384, nil
	case "SoftSmartSoft":
		return 385, nil
	case "ServerEmail":
		return 386, nil
	case "NameImageCloud":
		return 387, nil
	case "Server":
		return 388, nil
	case "DesktopDeny":
		return 389, nil
	case "Soft":
		return 390, nil
	case "RadiusVoice":
		return 391, nil
	case "ServerBadgeRadius":
		return 392, nil
	case "DenyPrint":
		return 393, nil
	case "BlockedBlocked":
		return 394, nil
	case "FaceGoogleUser":
		return 395, nil
	case "CardDiskError":
		return 396, nil
	case "AdminImage":
		return 397, nil
	case "ThemeSMS":
		return 398, nil
	case "DuoSessionSession":
		return 399, nil
	case "TaskCode":
		return 400, nil
	case "GatewayPoolSMS":
		return 401, nil
	case "RolePrintRemote":
		return 402, nil
	case "Client":
		return 403, nil
	case "Active":
		return 404, nil
	case "BackupOTPName":
		return 405, nil
	case "PrintErrorCloud":
		return 406, nil
	case "ArchiveDuoMonitor":
		return 407, nil
	case "DesktopVoiceMonitor":
		return 408, nil
	case "AuditNone":
		return 409, nil
	case "ImageMailLogin":
		return 410, nil
	case "SystemMonitor":
		return 411, nil
	case "RadiusUser":
		return 412, nil
	case "CloudBadgeSoft":
		return 413, nil
	case "Push":
		return 414, nil
	case "SiteDevice":
		return 415, nil
	case "GoogleCert":
		return 416, nil
	case "None":
		return 417, nil
	case "BlockedSoft":
		return 418, nil
	case "LicenseOwnerSystem":
		return 419, nil
	case "TaskSoft":
		return 420, nil
	case "ServerCert":
		return 421, nil
	case "StateArchive":
		return 422, nil
	case "GrantSiteOTP":
		return 423, nil
	case "Cert":
		return 424, nil
	case "OTPCloud":
		return 425, nil
	case "DesktopLockedKey":
		return 426, nil
	case "PrintOwnerDuo":
		return 427, nil
	case "ClientLink":
		return 428, nil
	case "GatewayGoogleSmart":
		return 429, nil
	case "TokenCardNone":
		return 430, nil
	case "CertSoftAdmin":
		return 431, nil
	case "BlockedLinkNone":
		return 432, nil
	case "UserGuest":
		return 433, nil
	case "ThemeCode":
		return 434, nil
	case "AuditPrint":
		return 435, nil
	case "OTPRemote":
		return 436, nil
	case "RadiusPending":
		return 437, nil
	case "PrintGuest":
		return 438, nil
	case "KeyDevice":
		return 439, nil
	case "Session":
		return 440, nil
	case "FailedPoolDesktop":
		return 441, nil
	case "VoiceName":
		return 442, nil
	case "ArchiveEmail":
		return 443, nil
	case "AuditSoft":
		return 444, nil
	case "SystemPrint":
		return 445, nil
	case "ErrorFace":
		return 446, nil
	case "GrantCode":
		return 447, nil
	case "SystemLicensePool":
		return 448, nil
	case "FailedEmail":
		return 449, nil
	case "AdminError":
		return 450, nil
	case "BlockedCertGoogle":
		return 451, nil
	case "GuardSoft":
		return 452, nil
	case "Print":
		return 453, nil
	case "GatewayUser":
		return 454, nil
	case "GuardAudit":
		return 455, nil
	case "CloudEmail":
		return 456, nil
	case "ImagePoolPending":
		return 457, nil
	case "LoginSmartMobile":
		return 458, nil
	case "AuditPrintGroup":
		return 459, nil
	case "GuardState":
		return 460, nil
	case "Gateway":
		return 461, nil
	case "MobileImageLocked":
		return 462, nil
	case "PendingTask":
		return 463, nil
	case "SmartGuard":
		return 464, nil
	case "PrintBackup":
		return 465, nil
	case "SoftReportGrant":
		return 466, nil
	case "ClientOTPIdle":
		return 467, nil
	case "DenyMail":
		return 468, nil
	case "GatewayPushClient":
		return 469, nil
	case "LockedTheme":
		return 470, nil
	case "NameImage":
		return 471, nil
	case "Idle":
		return 472, nil
	case "HardGoogle":
		return 473, nil
	case "CardPushBlocked":
		return 474, nil
	case "SMSActive":
		return 475, nil
	case "SessionDuo":
		return 476, nil
	case "CodeOwner":
		return 477, nil
	case "MemoryGatewaySmart":
		return 478, nil
	case "MemoryDeviceAudit":
		return 479, nil
	case "AdminClientArchive":
		return 480, nil
	case "AuditTask":
		return 481, nil
	case "SMS":
		return 482, nil
	case "SoftNetwork":
		return 483, nil
	case "BadgeGuest":
		return 484, nil
	case "CardHostBlocked":
		return 485, nil
	case "LoginArchive":
		return 486, nil
	case "IdleGrantActive":
		return 487, nil
	case "CardOTPGuard":
		return 488, nil
	case "CloudPending":
		return 489, nil
	case "FolderIdle":
		return 490, nil
	case "RemoteFace":
		return 491, nil
	case "ClientCloud":
		return 492, nil
	case "RadiusMobile":
		return 493, nil
	case "AuditStateActive":
		return 494, nil
	case "OwnerPushCert":
		return 495, nil
	case "OwnerName":
		return 496, nil
	case "FolderGuard":
		return 497, nil
	case "OTPLink":
		return 498, nil
	case "SMSRoleGroup":
		return 499, nil
	}
	return 0, errUnknown
}

type Sparse500 int32

func (t Sparse500) String() string {
	switch t {
	case 0:
		return "MailDeny"
	case 23:
		return "Card"
	case 53:
		return "NetworkTheme"
	case 94:
		return "EmailFailed"
	case 134:
		return "UserGoogle"
	case 138:
		return "SoftSession"
	case 181:
		return "ErrorPush"
	case 203:
		return "NetworkReportMail"
	case 211:
		return "GuestFolder"
	case 235:
		return "VoiceGateway"
	case 254:
		return "AdminRadiusLicense"
	case 295:
		return "Host"
	case 300:
		return "BackupPool"
	case 317:
		return "ActiveOwnerRadius"
	case 349:
		return "DeviceVoiceFolder"
	case 361:
		return "AdminLockedAudit"
	case 363:
		return "CloudVoice"
	case 366:
		return "OTPActive"
	case 369:
		return "CloudGrantLocal"
	case 415:
		return "AdminLockedFolder"
	case 455:
		return "VoiceRoleRole"
	case 482:
		return "MonitorMailMobile"
	case 512:
		return "DesktopDevice"
	case 548:
		return "Grant"
	case 575:
		return "HostLogin"
	case 599:
		return "Error"
	case 604:
		return "FolderDevice"
	case 611:
		return "HostPool"
	case 614:
		return "LoginName"
	case 641:
		return "CodeMemory"
	case 680:
		return "CodeLogin"
	case 701:
		return "CardFolderSMS"
	case 714:
		return "HostMobile"
	case 736:
		return "State"
	case 766:
		return "FolderMobileDuo"
	case 815:
		return "NoneState"
	case 850:
		return "MobileTaskDesktop"
	case 887:
		return "Email"
	case 928:
		return "GoogleTokenDisk"
	case 959:
		return "IdleGoogle"
	case 980:
		return "SystemFile"
	case 1003:
		return "VoiceAuditError"
	case 1015:
		return "MemoryLink"
	case 1023:
		return "RemotePending"
	case 1060:
		return "DeviceFolderPool"
	case 1101:
		return "IdleHost"
	case 1144:
		return "DiskClient"
	case 1183:
		return "OTP"
	case 1188:
		return "DeviceBadge"
	case 1205:
		return "CodeServer"
	case 1246:
		return "Guard"
	case 1274:
		return "SiteOTPNone"
	case 1294:
		return "LicenseDesktopOTP"
	case 1309:
		return "ErrorLocalDevice"
	case 1338:
		return "LockedDevice"
	case 1345:
		return "VoiceProxy"
	case 1391:
		return "AdminActive"
	case 1436:
		return "GrantLocked"
	case 1476:
		return "SiteSiteToken"
	case 1517:
		return "MailLocked"
	case 1528:
		return "AuditPending"
	case 1559:
		return "ProxyPrintSite"
	case 1598:
		return "GuardGuard"
	case 1604:
		return "GooglePush"
	case 1654:
		return "RemoteGoogle"
	case 1688:
		return "RoleEmail"
	case 1729:
		return "Archive"
	case 1766:
		return "UserSmart"
	case 1795:
		return "DuoSmart"
	case 1840:
		return "Face"
	case 1880:
		return "SessionPending"
	case 1910:
		return "Local"
	case 1942:
		return "GatewaySystemGrant"
	case 1977:
		return "LockedLocked"
	case 2006:
		return "GuardHard"
	case 2050:
		return "ImageRemote"
	case 2057:
		return "HardEmailBackup"
	case 2104:
		return "Locked"
	case 2107:
		return "SmartSmart"
	case 2111:
		return "BadgeImagePrint"
	case 2113:
		return "Badge"
	case 2161:
		return "BlockedBadgeRemote"
	case 2175:
		return "GuestMailHost"
	case 2221:
		return "Report"
	case 2253:
		return "ImageBlocked"
	case 2280:
		return "DesktopToken"
	case 2323:
		return "KeyRemoteAudit"
	case 2327:
		return "ImageDeny"
	case 2332:
		return "FaceSite"
	case 2353:
		return "Monitor"
	case 2403:
		return "BadgeMemory"
	case 2444:
		return "OwnerNetwork"
	case 2450:
		return "CardCloud"
	case 2474:
		return "RemoteMemoryCert"
	case 2512:
		return "Pending"
	case 2557:
		return "OTPBadge"
	case 2579:
		return "ErrorSmart"
	case 2594:
		return "AgentOTP"
	case 2631:
		return "Network"
	case 2659:
		return "Duo"
	case 2709:
		return "GuestDesktop"
	case 2712:
		return "AgentSmartState"
	case 2754:
		return "Guest"
	case 2770:
		return "PrintPrint"
	case 2801:
		return "CodeIdleSystem"
	case 2827:
		return "NoneSite"
	case 2874:
		return "GuestSite"
	case 2895:
		return "Folder"
	case 2930:
		return "DeviceUser"
	case 2978:
		return "LockedArchive"
	case 3007:
		return "GuardRemoteCert"
	case 3034:
		return "AdminTaskError"
	case 3036:
		return "KeyKey"
	case 3063:
		return "TaskRadius"
	case 3066:
		return "PoolPending"
	case 3074:
		return "System"
	case 3106:
		return "ArchiveGateway"
	case 3134:
		return "KeyDuoDevice"
	case 3157:
		return "Task"
	case 3199:
		return "VoiceLicenseSMS"
	case 3214:
		return "ThemeSite"
	case 3246:
		return "Group"
	case 3263:
		return "MailFace"
	case 3268:
		return "TaskTask"
	case 3308:
		return "LicenseFaceLicense"
	case 3350:
		return "OwnerFileAdmin"
	case 3383:
		return "Cloud"
	case 3387:
		return "MailIdle"
	case 3426:
		return "SessionMonitorDeny"
	case 3475:
		return "SmartDuo"
	case 3517:
		return "RoleAdmin"
	case 3539:
		return "SmartLinkMonitor"
	case 3554:
		return "TaskImage"
	case 3599:
		return "GrantErrorBackup"
	case 3641:
		return "LockedFace"
	case 3650:
		return "Deny"
	case 3692:
		return "AuditCloudArchive"
	case 3723:
		return "FileThemeAgent"
	case 3759:
		return "LockedLinkSmart"
	case 3802:
		return "AdminProxy"
	case 3842:
		return "HardLocal"
	case 3882:
		return "User"
	case 3912:
		return "SoftGuestOTP"
	case 3962:
		return "AgentGoogle"
	case 3978:
		return "GuestPushVoice"
	case 4026:
		return "GrantDenyHard"
	case 4055:
		return "ThemeNone"
	case 4058:
		return "AuditGatewayMobile"
	case 4094:
		return "EmailStateImage"
	case 4098:
		return "NameHardSmart"
	case 4136:
		return "DenyFailed"
	case 4170:
		return "LockedSite"
	case 4187:
		return "GuardHostPush"
	case 4201:
		return "ClientState"
	case 4204:
		return "SystemAgentFile"
	case 4254:
		return "SoftKey"
	case 4296:
		return "DenyOwner"
	case 4329:
		return "ThemeEmail"
	case 4361:
		return "SiteSessionMobile"
	case 4375:
		return "MemoryBadgeActive"
	case 4425:
		return "RadiusName"
	case 4440:
		return "CodeTokenNone"
	case 4455:
		return "EmailSessionDesktop"
	case 4501:
		return "File"
	case 4536:
		return "SystemHost"
	case 4539:
		return "License"
	case 4562:
		return "Agent"
	case 4606:
		return "FolderDiskDesktop"
	case 4636:
		return "GoogleDuo"
	case 4662:
		return "DiskCloudMemory"
	case 4687:
		return "GrantGatewayOTP"
	case 4732:
		return "CodeGatewayGrant"
	case 4769:
		return "Google"
	case 4782:
		return "SystemBackupNone"
	case 4799:
		return "PendingName"
	case 4803:
		return "Hard"
	case 4834:
		return "HardPrint"
	case 4854:
		return "CertMemoryDeny"
	case 4880:
		return "OTPGoogleMonitor"
	case 4896:
		return "DiskDeny"
	case 4931:
		return "ErrorCert"
	case 4961:
		return "NameCertGuest"
	case 4998:
		return "NetworkOwner"
	case 5015:
		return "Disk"
	case 5018:
		return "AuditDeny"
	case 5030:
		return "AuditGoogle"
	case 5064:
		return "SiteMemory"
	case 5099:
		return "PrintClient"
	case 5122:
		return "RadiusMailSite"
	case 5133:
		return "RadiusGateway"
	case 5174:
		return "Device"
	case 5206:
		return "CloudGoogleGroup"
	case 5254:
		return "Mail"
	case 5296:
		return "FaceSMSCert"
	case 5329:
		return "EmailSystemVoice"
	case 5355:
		return "StateGoogleGuest"
	case 5378:
		return "DiskToken"
	case 5389:
		return "BackupBadge"
	case 5399:
		return "PoolFaceArchive"
	case 5441:
		return "GuardGoogle"
	case 5477:
		return "StatePool"
	case 5512:
		return "Proxy"
	case 5556:
		return "MobileHostMobile"
	case 5572:
		return "BadgeLocked"
	case 5590:
		return "MonitorBlockedToken"
	case 5599:
		return "ReportMail"
	case 5607:
		return "DuoVoiceRemote"
	case 5611:
		return "BackupEmailRole"
	case 5630:
		return "RoleHostGateway"
	case 5680:
		return "SmartMailRemote"
	case 5695:
		return "ClientClient"
	case 5726:
		return "UserNameBadge"
	case 5734:
		return "ImageGrantCert"
	case 5768:
		return "DenyRole"
	case 5770:
		return "OwnerPending"
	case 5821:
		return "ImageProxyProxy"
	case 5840:
		return "PendingFolder"
	case 5863:
		return "MonitorAuditLocked"
	case 5886:
		return "SMSGrant"
	case 5911:
		return "Smart"
	case 5937:
		return "SmartEmail"
	case 5979:
		return "GatewayName"
	case 6002:
		return "Site"
	case 6016:
		return "BadgeRemote"
	case 6025:
		return "Name"
	case 6048:
		return "FaceMonitor"
	case 6053:
		return "OTPGuard"
	case 6056:
		return "GuardErrorProxy"
	case 6064:
		return "DuoSite"
	case 6114:
		return "FailedMonitor"
	case 6150:
		return "CodeActive"
	case 6152:
		return "Blocked"
	case 6162:
		return "TaskMail"
	case 6203:
		return "TaskGroupGroup"
	case 6239:
		return "PushLocal"
	case 6286:
		return "LocalMonitorLocked"
	case 6316:
		return "Failed"
	case 6363:
		return "NameProxyCloud"
	case 6372:
		return "ClientLogin"
	case 6405:
		return "MobileTheme"
	case 6456:
		return "HostFolder"
	case 6477:
		return "Remote"
	case 6502:
		return "UserHardEmail"
	case 6514:
		return "PendingMonitor"
	case 6531:
		return "EmailNameSmart"
	case 6549:
		return "UserRole"
	case 6586:
		return "OwnerGroup"
	case 6598:
		return "Key"
	case 6648:
		return "FileDeviceProxy"
	case 6690:
		return "MobileAgent"
	case 6733:
		return "ErrorBlocked"
	case 6742:
		return "AgentKey"
	case 6771:
		return "KeySoftMonitor"
	case 6775:
		return "CardGatewayFile"
	case 6783:
		return "StateRole"
	case 6795:
		return "RadiusArchive"
	case 6822:
		return "DiskTheme"
	case 6828:
		return "VoiceOwner"
	case 6832:
		return "LinkIdle"
	case 6855:
		return "CodePrint"
	case 6905:
		return "ArchiveLogin"
	case 6945:
		return "LicenseMemory"
	case 6971:
		return "GuardRemote"
	case 7013:
		return "HostUser"
	case 7043:
		return "MailTask"
	case 7073:
		return "Role"
	case 7103:
		return "AuditDesktopSite"
	case 7150:
		return "FileGuest"
	case 7181:
		return "DesktopKey"
	case 7196:
		return "DenyError"
	case 7220:
		return "PrintGroup"
	case 7262:
		return "LocalPool"
	case 7288:
		return "FailedToken"
	case 7324:
		return "UserCardProxy"
	case 7340:
		return "Theme"
	case 7374:
		return "HostPendingReport"
	case 7414:
		return "GuardImageNone"
	case 7422:
		return "LoginSMS"
	case 7425:
		return "SmartAgentGateway"
	case 7451:
		return "NetworkCert"
	case 7476:
		return "MobileMemoryBackup"
	case 7499:
		return "CodeIdle"
	case 7519:
		return "FileReport"
	case 7563:
		return "PoolMobile"
	case 7590:
		return "SmartActiveFace"
	case 7596:
		return "NoneCode"
	case 7633:
		return "BlockedAudit"
	case 7666:
		return "GrantTask"
	case 7716:
		return "SmartRadiusBlocked"
	case 7721:
		return "HostImage"
	case 7734:
		return "ServerLink"
	case 7782:
		return "AgentHard"
	case 7790:
		return "DuoRadiusLogin"
	case 7832:
		return "DesktopBadgeRadius"
	case 7883:
		return "ImageBadge"
	case 7930:
		return "BackupReport"
	case 7942:
		return "ImageRadius"
	case 7963:
		return "IdleName"
	case 8012:
		return "AgentNetwork"
	case 8017:
		return "DuoPool"
	case 8066:
		return "DeviceToken"
	case 8102:
		return "ThemeCodePool"
	case 8125:
		return "SiteImageNone"
	case 8175:
		return "MobileName"
	case 8219:
		return "CertArchive"
	case 8255:
		return "UserClient"
	case 8257:
		return "MonitorStateIdle"
	case 8281:
		return "PoolRemote"
	case 8324:
		return "ProxyGuest"
	case 8362:
		return "LocalCert"
	case 8408:
		return "CodeBlocked"
	case 8435:
		return "CloudUser"
	case 8485:
		return "UserError"
	case 8517:
		return "LinkRole"
	case 8565:
		return "OwnerTheme"
	case 8586:
		return "SmartAudit"
	case 8625:
		return "DeviceKey"
	case 8673:
		return "Desktop"
	case 8708:
		return "LicenseFolder"
	case 8743:
		return "GrantDeny"
	case 8791:
		return "GatewayPrint"
	case 8841:
		return "TokenDesktop"
	case 8862:
		return "CloudCertFace"
	case 8868:
		return "SessionReport"
	case 8884:
		return "DiskPush"
	case 8902:
		return "ReportMonitorDesktop"
	case 8915:
		return "DeviceMobile"
	case 8943:
		return "RoleBadge"
	case 8990:
		return "LocalPending"
	case 9022:
		return "FileActiveEmail"
	case 9069:
		return "Image"
	case 9087:
		return "PushDuo"
	case 9133:
		return "SmartOwner"
	case 9177:
		return "LocalReport"
	case 9199:
		return "PoolLicenseLogin"
	case 9229:
		return "DenySMSPending"
	case 9246:
		return "Code"
	case 9256:
		return "TaskSmart"
	case 9299:
		return "HostKey"
	case 9319:
		return "ClientGuardClient"
	case 9349:
		return "TokenLocked"
	case 9396:
		return "DenyLogin"
	case 9439:
		return "PoolSession"
	case 9480:
		return "MemoryDuo"
	case 9508:
		return "CodeFolder"
	case 9538:
		return "SMSDuo"
	case 9550:
		return "DenySoftError"
	case 9577:
		return "KeyDeviceImage"
	case 9585:
		return "MonitorSoft"
	case 9621:
		return "ServerDevice"
	case 9627:
		return "BlockedCert"
	case 9642:
		return "Link"
	case 9655:
		return "CloudMobile"
	case 9704:
		return "HostFile"
	case 9746:
		return "UserProxyGroup"
	case 9773:
		return "PendingRolePending"
	case 9782:
		return "LicenseReport"
	case 9792:
		return "IdleGateway"
	case 9827:
		return "AuditGateway"
	case 9852:
		return "DuoToken"
	case 9883:
		return "AuditMobile"
	case 9912:
		return "LocalServer"
	case 9942:
		return "RemoteVoice"
	case 9973:
		return "OTPError"
	case 10020:
		return "Login"
	case 10048:
		return "FileArchiveGoogle"
	case 10050:
		return "DeviceCodeRole"
	case 10099:
		return "MobileActive"
	case 10139:
		return "DuoUser"
	case 10174:
		return "TokenNetworkGateway"
	case 10214:
		return "ArchiveAgent"
	case 10220:
		return "Owner"
	case 10256:
		return "BadgeRadius"
	case 10305:
		return "GoogleFileCode"
	case 10326:
		return "MonitorCardNone"
	case 10330:
		return "DeviceFile"
	case 10352:
		return "GatewayErrorToken"
	case 10370:
		return "CloudGroupFace"
	case 10405:
		return "HardSoftHost"
	case 10445:
		return "LoginHard"
	case 10474:
		return "NameBadgeArchive"
	case 10480:
		return "TaskRoleBlocked"
	case 10516:
		return "Memory"
	case 10549:
		return "PendingSessionGroup"
	case 10569:
		return "MobileRemote"
	case 10594:
		return "SoftSmartSoft"
	case 10635:
		return "ServerEmail"
	case 10669:
		return "NameImageCloud"
	case 10687:
		return "Server"
	case 10694:
		return "DesktopDeny"
	case 10726:
		return "Soft"
	case 10747:
		return "RadiusVoice"
	case 10751:
		return "ServerBadgeRadius"
	case 10780:
		return "DenyPrint"
	case 10817:
		return "BlockedBlocked"
	case 10820:
		return "FaceGoogleUser"
	case 10863:
		return "CardDiskError"
	case 10897:
		return "AdminImage"
	case 10906:
		return "ThemeSMS"
	case 10931:
		return "DuoSessionSession"
	case 10946:
		return "TaskCode"
	case 10987:
		return "GatewayPoolSMS"
	case 11009:
		return "RolePrintRemote"
	case 11011:
		return "Client"
	case 11053:
		return "Active"
	case 11094:
		return "BackupOTPName"
	case 11136:
		return "PrintErrorCloud"
	case 11138:
		return "ArchiveDuoMonitor"
	case 11177:
		return "DesktopVoiceMonitor"
	case 11179:
		return "AuditNone"
	case 11189:
		return "ImageMailLogin"
	case 11219:
		return "SystemMonitor"
	case 11252:
		return "RadiusUser"
	case 11258:
		return "CloudBadgeSoft"
	case 11305:
		return "Push"
	case 11351:
		return "SiteDevice"
	case 11369:
		return "GoogleCert"
	case 11412:
		return "None"
	case 11459:
		return "BlockedSoft"
	case 11468:
		return "LicenseOwnerSystem"
	case 11510:
		return "TaskSoft"
	case 11536:
		return "ServerCert"
	case 11575:
		return "StateArchive"
	case 11591:
		return "GrantSiteOTP"
	case 11601:
		return "Cert"
	case 11631:
		return "OTPCloud"
	case 11660:
		return "DesktopLockedKey"
	case 11687:
		return "PrintOwnerDuo"
	case 11727:
		return "ClientLink"
	case 11756:
		return "GatewayGoogleSmart"
	case 11785:
		return "TokenCardNone"
	case 11799:
		return "CertSoftAdmin"
	case 11833:
		return "BlockedLinkNone"
	case 11873:
		return "UserGuest"
	case 11880:
		return "ThemeCode"
	case 11885:
		return "AuditPrint"
	case 11931:
		return "OTPRemote"
	case 11943:
		return "RadiusPending"
	case 11990:
		return "PrintGuest"
	case 12016:
		return "KeyDevice"
	case 12043:
		return "Session"
	case 12076:
		return "FailedPoolDesktop"
	case 12126:
		return "VoiceName"
	case 12169:
		return "ArchiveEmail"
	case 12186:
		return "AuditSoft"
	case 12200:
		return "SystemPrint"
	case 12211:
		return "ErrorFace"
	case 12249:
		return "GrantCode"
	case 12282:
		return "SystemLicensePool"
	case 12292:
		return "FailedEmail"
	case 12311:
		return "AdminError"
	case 12344:
		return "BlockedCertGoogle"
	case 12360:
		return "GuardSoft"
	case 12378:
		return "Print"
	case 12412:
		return "GatewayUser"
	case 12428:
		return "GuardAudit"
	case 12477:
		return "CloudEmail"
	case 12485:
		return "ImagePoolPending"
	case 12517:
		return "LoginSmartMobile"
	case 12549:
		return "AuditPrintGroup"
	case 12562:
		return "GuardState"
	case 12581:
		return "Gateway"
	case 12617:
		return "MobileImageLocked"
	case 12646:
		return "PendingTask"
	case 12656:
		return "SmartGuard"
	case 12704:
		return "PrintBackup"
	case 12749:
		return "SoftReportGrant"
	case 12776:
		return "ClientOTPIdle"
	case 12795:
		return "DenyMail"
	case 12843:
		return "GatewayPushClient"
	case 12878:
		return "LockedTheme"
	case 12924:
		return "NameImage"
	case 12944:
		return "Idle"
	case 12954:
		return "HardGoogle"
	case 12985:
		return "CardPushBlocked"
	case 13015:
		return "SMSActive"
	case 13026:
		return "SessionDuo"
	case 13077:
		return "CodeOwner"
	case 13127:
		return "MemoryGatewaySmart"
	case 13137:
		return "MemoryDeviceAudit"
	case 13184:
		return "AdminClientArchive"
	case 13197:
		return "AuditTask"
	case 13202:
		return "SMS"
	case 13210:
		return "SoftNetwork"
	case 13241:
		return "BadgeGuest"
	case 13250:
		return "CardHostBlocked"
	case 13286:
		return "LoginArchive"
	case 13326:
		return "IdleGrantActive"
	case 13365:
		return "CardOTPGuard"
	case 13375:
		return "CloudPending"
	case 13414:
		return "FolderIdle"
	case 13453:
		return "RemoteFace"
	case 13503:
		return "ClientCloud"
	case 13536:
		return "RadiusMobile"
	case 13560:
		return "AuditStateActive"
	case 13586:
		return "OwnerPushCert"
	case 13633:
		return "OwnerName"
	case 13642:
		return "FolderGuard"
	case 13674:
		return "OTPLink"
	case 13714:
		return "SMSRoleGroup"
	}
	return "Sparse500(" + strconv.Itoa(int(t)) + ")"
}

func (t Sparse500) Valid() bool {
	switch t {
	case 0, 23, 53, 94, 134, 138, 181, 203, 211, 235, 254, 295, 300, 317, 349, 361, 363, 366, 369, 415, 455, 482, 512, 548, 575, 599, 604, 611, 614, 641, 680, 701, 714, 736, 766, 815, 850, 887, 928, 959, 980, 1003, 1015, 1023, 1060, 1101, 1144, 1183, 1188, 1205, 1246, 1274, 1294, 1309, 1338, 1345, 1391, 1436, 1476, 1517, 1528, 1559, 1598, 1604, 1654, 1688, 1729, 1766, 1795, 1840, 1880, 1910, 1942, 1977, 2006, 2050, 2057, 2104, 2107, 2111, 2113, 2161, 2175, 2221, 2253, 2280, 2323, 2327, 2332, 2353, 2403, 2444, 2450, 2474, 2512, 2557, 2579, 2594, 2631, 2659, 2709, 2712, 2754, 2770, 2801, 2827, 2874, 2895, 2930, 2978, 3007, 3034, 3036, 3063, 3066, 3074, 3106, 3134, 3157, 3199, 3214, 3246, 3263, 3268, 3308, 3350, 3383, 3387, 3426, 3475, 3517, 3539, 3554, 3599, 3641, 3650, 3692, 3723, 3759, 3802, 3842, 3882, 3912, 3962, 3978, 4026, 4055, 4058, 4094, 4098, 4136, 4170, 4187, 4201, 4204, 4254, 4296, 4329, 4361, 4375, 4425, 4440, 4455, 4501, 4536, 4539, 4562, 4606, 4636, 4662, 4687, 4732, 4769, 4782, 4799, 4803, 4834, 4854, 4880, 4896, 4931, 4961, 4998, 5015, 5018, 5030, 5064, 5099, 5122, 5133, 5174, 5206, 5254, 5296, 5329, 5355, 5378, 5389, 5399, 5441, 5477, 5512, 5556, 5572, 5590, 5599, 5607, 5611, 5630, 5680, 5695, 5726, 5734, 5768, 5770, 5821, 5840, 5863, 5886, 5911, 5937, 5979, 6002, 6016, 6025, 6048, 6053, 6056, 6064, 6114, 6150, 6152, 6162, 6203, 6239, 6286, 6316, 6363, 6372, 6405, 6456, 6477, 6502, 6514, 6531, 6549, 6586, 6598, 6648, 6690, 6733, 6742, 6771, 6775, 6783, 6795, 6822, 6828, 6832, 6855, 6905, 6945, 6971, 7013, 7043, 7073, 7103, 7150, 7181, 7196, 7220, 7262, 7288, 7324, 7340, 7374, 7414, 7422, 7425, 7451, 7476, 7499, 7519, 7563, 7590, 7596, 7633, 7666, 7716, 7721, 7734, 7782, 7790, 7832, 7883, 7930, 7942, 7963, 8012, 8017, 8066, 8102, 8125, 8175, 8219, 8255, 8257, 8281, 8324, 8362, 8408, 8435, 8485, 8517, 8565, 8586, 8625, 8673, 8708, 8743, 8791, 8841, 8862, 8868, 8884, 8902, 8915, 8943, 8990, 9022, 9069, 9087, 9133, 9177, 9199, 9229, 9246, 9256, 9299, 9319, 9349, 9396, 9439, 9480, 9508, 9538, 9550, 9577, 9585, 9621, 9627, 9642, 9655, 9704, 9746, 9773, 9782, 9792, 9827, 9852, 9883, 9912, 9942, 9973, 10020, 10048, 10050, 10099, 10139, 10174, 10214, 10220, 10256, 10305, 10326, 10330, 10352, 10370, 10405, 10445, 10474, 10480, 10516, 10549, 10569, 10594, 10635, 10669, 10687, 10694, 10726, 10747, 10751, 10780, 10817, 10820, 10863, 10897, 10906, 10931, 10946, 10987, 11009, 11011, 11053, 11094, 11136, 11138, 11177, 11179, 11189, 11219, 11252, 11258, 11305, 11351, 11369, 11412, 11459, 11468, 11510, 11536, 11575, 11591, 11601, 11631, 11660, 11687, 11727, 11756, 11785, 11799, 11833, 11873, 11880, 11885, 11931, 11943, 11990, 12016, 12043, 12076, 12126, 12169, 12186, 12200, 12211, 12249, 12282, 12292, 12311, 12344, 12360, 12378, 12412, 12428, 12477, 12485, 12517, 12549, 12562, 12581, 12617, 12646, 12656, 12704, 12749, 12776, 12795, 12843, 12878, 12924, 12944, 12954, 12985, 13015, 13026, 13077, 13127, 13137, 13184, 13197, 13202, 13210, 13241, 13250, 13286, 13326, 13365, 13375, 13414, 13453, 13503, 13536, 13560, 13586, 13633, 13642, 13674, 13714:
		return true
	}
	return false
}

func ParseSparse500(s string) (Sparse500, error) {
	switch s {
	case "MailDeny":
		return 0, nil
	case "Card":
		return 23, nil
	case "NetworkTheme":
		return 53, nil
	case "EmailFailed":
		return 94, nil
	case "UserGoogle":
		return 134, nil
	case "SoftSession":
		return 138, nil
	case "ErrorPush":
		return 181, nil
	case "NetworkReportMail":
		return 203, nil
	case "GuestFolder":
		return 211, nil
	case "VoiceGateway":
		return 235, nil
	case "AdminRadiusLicense":
		return 254, nil
	case "Host":
		return 295, nil
	case "BackupPool":
		return 300, nil
	case "ActiveOwnerRadius":
		return 317, nil
	case "DeviceVoiceFolder":
		return 349, nil
	case "AdminLockedAudit":
		return 361, nil
	case "CloudVoice":
		return 363, nil
	case "OTPActive":
		return 366, nil
	case "CloudGrantLocal":
		return 369, nil
	case "AdminLockedFolder":
		return 415, nil
	case "VoiceRoleRole":
		return 455, nil
	case "MonitorMailMobile":
		return 482, nil
	case "DesktopDevice":
		return 512, nil
	case "Grant":
		return 548, nil
	case "HostLogin":
		return 575, nil
	case "Error":
		return 599, nil
	case "FolderDevice":
		return 604, nil
	case "HostPool":
		return 611, nil
	case "LoginName":
		return 614, nil
	case "CodeMemory":
		return 641, nil
	case "CodeLogin":
		return 680, nil
	case "CardFolderSMS":
		return 701, nil
	case "HostMobile":
		return 714, nil
	case "State":
		return 736, nil
	case "FolderMobileDuo":
		return 766, nil
	case "NoneState":
		return 815, nil
	case "MobileTaskDesktop":
		return 850, nil
	case "Email":
		return 887, nil
	case "GoogleTokenDisk":
		return 928, nil
	case "IdleGoogle":
		return 959, nil
	case "SystemFile":
		return 980, nil
	case "VoiceAuditError":
		return 1003, nil
	case "MemoryLink":
		return 1015, nil
	case "RemotePending":
		return 1023, nil
	case "DeviceFolderPool":
		return 1060, nil
	case "IdleHost":
		return 1101, nil
	case "DiskClient":
		return 1144, nil
	case "OTP":
		return 1183, nil
	case "DeviceBadge":
		return 1188, nil
	case "CodeServer":
		return 1205, nil
	case "Guard":
		return 1246, nil
	case "SiteOTPNone":
		return 1274, nil
	case "LicenseDesktopOTP":
		return 1294, nil
	case "ErrorLocalDevice":
		return 1309, nil
	case "LockedDevice":
		return 1338, nil
	case "VoiceProxy":
		return 1345, nil
	case "AdminActive":
		return 1391, nil
	case "GrantLocked":
		return 1436, nil
	case "SiteSiteToken":
		return 1476, nil
	case "MailLocked":
		return 1517, nil
	case "AuditPending":
		return 1528, nil
	case "ProxyPrintSite":
		return 1559, nil
	case "GuardGuard":
		return 1598, nil
	case "GooglePush":
		return 1604, nil
	case "RemoteGoogle":
		return 1654, nil
	case "RoleEmail":
		return 1688, nil
	case "Archive":
		return 1729, nil
	case "UserSmart":
		return 1766, nil
	case "DuoSmart":
		return 1795, nil
	case "Face":
		return 1840, nil
	case "SessionPending":
		return 1880, nil
	case "Local":
		return 1910, nil
	case "GatewaySystemGrant":
		return 1942, nil
	case "LockedLocked":
		return 1977, nil
	case "GuardHard":
		return 2006, nil
	case "ImageRemote":
		return 2050, nil
	case "HardEmailBackup":
		return 2057, nil
	case "Locked":
		return 2104, nil
	case "SmartSmart":
		return 2107, nil
	case "BadgeImagePrint":
		return 2111, nil
	case "Badge":
		return 2113, nil
	case "BlockedBadgeRemote":
		return 2161, nil
	case "GuestMailHost":
		return 2175, nil
	case "Report":
		return 2221, nil
	case "ImageBlocked":
		return 2253, nil
	case "DesktopToken":
		return 2280, nil
	case "KeyRemoteAudit":
		return 2323, nil
	case "ImageDeny":
		return 2327, nil
	case "FaceSite":
		return 2332, nil
	case "Monitor":
		return 2353, nil
	case "BadgeMemory":
		return 2403, nil
	case "OwnerNetwork":
		return 2444, nil
	case "CardCloud":
		return 2450, nil
	case "RemoteMemoryCert":
		return 2474, nil
	case "Pending":
		return 2512, nil
	case "OTPBadge":
		return 2557, nil
	case "ErrorSmart":
		return 2579, nil
	case "AgentOTP":
		return 2594, nil
	case "Network":
		return 2631, nil
	case "Duo":
		return 2659, nil
	case "GuestDesktop":
		return 2709, nil
	case "AgentSmartState":
		return 2712, nil
	case "Guest":
		return 2754, nil
	case "PrintPrint":
		return 2770, nil
	case "CodeIdleSystem":
		return 2801, nil
	case "NoneSite":
		return 2827, nil
	case "GuestSite":
		return 2874, nil
	case "Folder":
		return 2895, nil
	case "DeviceUser":
		return 2930, nil
	case "LockedArchive":
		return 2978, nil
	case "GuardRemoteCert":
		return 3007, nil
	case "AdminTaskError":
		return 3034, nil
	case "KeyKey":
		return 3036, nil
	case "TaskRadius":
		return 3063, nil
	case "PoolPending":
		return 3066, nil
	case "System":
		return 3074, nil
	case "ArchiveGateway":
		return 3106, nil
	case "KeyDuoDevice":
		return 3134, nil
	case "Task":
		return 3157, nil
	case "VoiceLicenseSMS":
		return 3199, nil
	case "ThemeSite":
		return 3214, nil
	case "Group":
		return 3246, nil
	case "MailFace":
		return 3263, nil
	case "TaskTask":
		return 3268, nil
	case "LicenseFaceLicense":
		return 3308, nil
	case "OwnerFileAdmin":
		return 3350, nil
	case "Cloud":
		return 3383, nil
	case "MailIdle":
		return 3387, nil
	case "SessionMonitorDeny":
		return 3426, nil
	case "SmartDuo":
		return 3475, nil
	case "RoleAdmin":
		return 3517, nil
	case "SmartLinkMonitor":
		return 3539, nil
	case "TaskImage":
		return 3554, nil
	case "GrantErrorBackup":
		return 3599, nil
	case "LockedFace":
		return 3641, nil
	case "Deny":
		return 3650, nil
	case "AuditCloudArchive":
		return 3692, nil
	case "FileThemeAgent":
		return 3723, nil
	case "LockedLinkSmart":
		return 3759, nil
	case "AdminProxy":
		return 3802, nil
	case "HardLocal":
		return 3842, nil
	case "User":
		return 3882, nil
	case "SoftGuestOTP":
		return 3912, nil
	case "AgentGoogle":
		return 3962, nil
	case "GuestPushVoice":
		return 3978, nil
	case "GrantDenyHard":
		return 4026, nil
	case "ThemeNone":
		return 4055, nil
	case "AuditGatewayMobile":
		return 4058, nil
	case "EmailStateImage":
		return 4094, nil
	case "NameHardSmart":
		return 4098, nil
	case "DenyFailed":
		return 4136, nil
	case "LockedSite":
		return 4170, nil
	case "GuardHostPush":
		return 4187, nil
	case "ClientState":
		return 4201, nil
	case "SystemAgentFile":
		return 4204, nil
	case "SoftKey":
		return 4254, nil
	case "DenyOwner":
		return 4296, nil
	case "ThemeEmail":
		return 4329, nil
	case "SiteSessionMobile":
		return 4361, nil
	case "MemoryBadgeActive":
		return 4375, nil
	case "RadiusName":
		return 4425, nil
	case "CodeTokenNone":
		return 4440, nil
	case "EmailSessionDesktop":
		return 4455, nil
	case "File":
		return 4501, nil
	case "SystemHost":
		return 4536, nil
	case "License":
		return 4539, nil
	case "Agent":
		return 4562, nil
	case "FolderDiskDesktop":
		return 4606, nil
	case "GoogleDuo":
		return 4636, nil
	case "DiskCloudMemory":
		return 4662, nil
	case "GrantGatewayOTP":
		return 4687, nil
	case "CodeGatewayGrant":
		return 4732, nil
	case "Google":
		return 4769, nil
	case "SystemBackupNone":
		return 4782, nil
	case "PendingName":
		return 4799, nil
	case "Hard":
		return 4803, nil
	case "HardPrint":
		return 4834, nil
	case "CertMemoryDeny":
		return 4854, nil
	case "OTPGoogleMonitor":
		return 4880, nil
	case "DiskDeny":
		return 4896, nil
	case "ErrorCert":
		return 4931, nil
	case "NameCertGuest":
		return 4961, nil
	case "NetworkOwner":
		return 4998, nil
	case "Disk":
		return 5015, nil
	case "AuditDeny":
		return 5018, nil
	case "AuditGoogle":
		return 5030, nil
	case "SiteMemory":
		return 5064, nil
	case "PrintClient":
		return 5099, nil
	case "RadiusMailSite":
		return 5122, nil
	case "RadiusGateway":
		return 5133, nil
	case "Device":
		return 5174, nil
	case "CloudGoogleGroup":
		return 5206, nil
	case "Mail":
		return 5254, nil
	case "FaceSMSCert":
		return 5296, nil
	case "EmailSystemVoice":
		return 5329, nil
	case "StateGoogleGuest":
		return 5355, nil
	case "DiskToken":
		return 5378, nil
	case "BackupBadge":
		return 5389, nil
	case "PoolFaceArchive":
		return 5399, nil
	case "GuardGoogle":
		return 5441, nil
	case "StatePool":
		return 5477, nil
	case "Proxy":
		return 5512, nil
	case "MobileHostMobile":
		return 5556, nil
	case "BadgeLocked":
		return 5572, nil
	case "MonitorBlockedToken":
		return 5590, nil
	case "ReportMail":
		return 5599, nil
	case "DuoVoiceRemote":
		return 5607, nil
	case "BackupEmailRole":
		return 5611, nil
	case "RoleHostGateway":
		return 5630, nil
	case "SmartMailRemote":
		return 5680, nil
	case "ClientClient":
		return 5695, nil
	case "UserNameBadge":
		return 5726, nil
	case "ImageGrantCert":
		return 5734, nil
	case "DenyRole":
		return 5768, nil
	case "OwnerPending":
		return 5770, nil
	case "ImageProxyProxy":
		return 5821, nil
	case "PendingFolder":
		return 5840, nil
	case "MonitorAuditLocked":
		return 5863, nil
	case "SMSGrant":
		return 5886, nil
	case "Smart":
		return 5911, nil
	case "SmartEmail":
		return 5937, nil
	case "GatewayName":
		return 5979, nil
	case "Site":
		return 6002, nil
	case "BadgeRemote":
		return 6016, nil
	case "Name":
		return 6025, nil
	case "FaceMonitor":
		return 6048, nil
	case "OTPGuard":
		return 6053, nil
	case "GuardErrorProxy":
		return 6056, nil
	case "DuoSite":
		return 6064, nil
	case "FailedMonitor":
		return 6114, nil
	case "CodeActive":
		return 6150, nil
	case "Blocked":
		return 6152, nil
	case "TaskMail":
		return 6162, nil
	case "TaskGroupGroup":
		return 6203, nil
	case "PushLocal":
		return 6239, nil
	case "LocalMonitorLocked":
		return 6286, nil
	case "Failed":
		return 6316, nil
	case "NameProxyCloud":
		return 6363, nil
	case "ClientLogin":
		return 6372, nil
	case "MobileTheme":
		return 6405, nil
	case "HostFolder":
		return 6456, nil
	case "Remote":
		return 6477, nil
	case "UserHardEmail":
		return 6502, nil
	case "PendingMonitor":
		return 6514, nil
	case "EmailNameSmart":
		return 6531, nil
	case "UserRole":
		return 6549, nil
	case "OwnerGroup":
		return 6586, nil
	case "Key":
		return 6598, nil
	case "FileDeviceProxy":
		return 6648, nil
	case "MobileAgent":
		return 6690, nil
	case "ErrorBlocked":
		return 6733, nil
	case "AgentKey":
		return 6742, nil
	case "KeySoftMonitor":
		return 6771, nil
	case "CardGatewayFile":
		return 6775, nil
	case "StateRole":
		return 6783, nil
	case "RadiusArchive":
		return 6795, nil
	case "DiskTheme":
		return 6822, nil
	case "VoiceOwner":
		return 6828, nil
	case "LinkIdle":
		return 6832, nil
	case "CodePrint":
		return 6855, nil
	case "ArchiveLogin":
		return 6905, nil
	case "LicenseMemory":
		return 6945, nil
	case "GuardRemote":
		return 6971, nil
	case "HostUser":
		return 7013, nil
	case "MailTask":
		return 7043, nil
	case "Role":
		return 7073, nil
	case "AuditDesktopSite":
		return 7103, nil
	case "FileGuest":
		return 7150, nil
	case "DesktopKey":
		return 7181, nil
	case "DenyError":
		return 7196, nil
	case "PrintGroup":
		return 7220, nil
	case "LocalPool":
		return 7262, nil
	case "FailedToken":
		return 7288, nil
	case "UserCardProxy":
		return 7324, nil
	case "Theme":
		return 7340, nil
	case "HostPendingReport":
		return 7374, nil
	case "GuardImageNone":
		return 7414, nil
	case "LoginSMS":
		return 7422, nil
	case "SmartAgentGateway":
		return 7425, nil
	case "NetworkCert":
		return 7451, nil
	case "MobileMemoryBackup":
		return 7476, nil
	case "CodeIdle":
		return 7499, nil
	case "FileReport":
		return 7519, nil
	case "PoolMobile":
		return 7563, nil
	case "SmartActiveFace":
		return 7590, nil
	case "NoneCode":
		return 7596, nil
	case "BlockedAudit":
		return 7633, nil
	case "GrantTask":
		return 7666, nil
	case "SmartRadiusBlocked":
		return 7716, nil
	case "HostImage":
		return 7721, nil
	case "ServerLink":
		return 7734, nil
	case "AgentHard":
		return 7782, nil
	case "DuoRadiusLogin":
		return 7790, nil
	case "DesktopBadgeRadius":
		return 7832, nil
	case "ImageBadge":
		return 7883, nil
	case "BackupReport":
		return 7930, nil
	case "ImageRadius":
		return 7942, nil
	case "IdleName":
		return 7963, nil
	case "AgentNetwork":
		return 8012, nil
	case "DuoPool":
		return 8017, nil
	case "DeviceToken":
		return 8066, nil
	case "ThemeCodePool":
		return 8102, nil
	case "SiteImageNone":
		return 8125, nil
	case "MobileName":
		return 8175, nil
	case "CertArchive":
		return 8219, nil
	case "UserClient":
		return 8255, nil
	case "MonitorStateIdle":
		return 8257, nil
	case "PoolRemote":
		return 8281, nil
	case "ProxyGuest":
		return 8324, nil
	case "LocalCert":
		return 8362, nil
	case "CodeBlocked":
		return 8408, nil
	case "CloudUser":
		return 8435, nil
	case "UserError":
		return 8485, nil
	case "LinkRole":
		return 8517, nil
	case "OwnerTheme":
		return 8565, nil
	case "SmartAudit":
		return 8586, nil
	case "DeviceKey":
		return 8625, nil
	case "Desktop":
		return 8673, nil
	case "LicenseFolder":
		return 8708, nil
	case "GrantDeny":
		return 8743, nil
	case "GatewayPrint":
		return 8791, nil
	case "TokenDesktop":
		return 8841, nil
	case "CloudCertFace":
		return 8862, nil
	case "SessionReport":
		return 8868, nil
	case "DiskPush":
		return 8884, nil
	case "ReportMonitorDesktop":
		return 8902, nil
	case "DeviceMobile":
		return 8915, nil
	case "RoleBadge":
		return 8943, nil
	case "LocalPending":
		return 8990, nil
	case "FileActiveEmail":
		return 9022, nil
	case "Image":
		return 9069, nil
	case "PushDuo":
		return 9087, nil
	case "SmartOwner":
		return 9133, nil
	case "LocalReport":
		return 9177, nil
	case "PoolLicenseLogin":
		return 9199, nil
	case "DenySMSPending":
		return 9229, nil
	case "Code":
		return 9246, nil
	case "TaskSmart":
		return 9256, nil
	case "HostKey":
		return 9299, nil
	case "ClientGuardClient":
		return 9319, nil
	case "TokenLocked":
		return 9349, nil
	case "DenyLogin":
		return 9396, nil
	case "PoolSession":
		return 9439, nil
	case "MemoryDuo":
		return 9480, nil
	case "CodeFolder":
		return 9508, nil
	case "SMSDuo":
		return 9538, nil
	case "DenySoftError":
		return 9550, nil
	case "KeyDeviceImage":
		return 9577, nil
	case "MonitorSoft":
		return 9585, nil
	case "ServerDevice":
		return 9621, nil
	case "BlockedCert":
		return 9627, nil
	case "Link":
		return 9642, nil
	case "CloudMobile":
		return 9655, nil
	case "HostFile":
		return 9704, nil
	case "UserProxyGroup":
		return 9746, nil
	case "PendingRolePending":
		return 9773, nil
	case "LicenseReport":
		return 9782, nil
	case "IdleGateway":
		return 9792, nil
	case "AuditGateway":
		return 9827, nil
	case "DuoToken":
		return 9852, nil
	case "AuditMobile":
		return 9883, nil
	case "LocalServer":
		return 9912, nil
	case "RemoteVoice":
		return 9942, nil
	case "OTPError":
		return 9973, nil
	case "Login":
		return 10020, nil
	case "FileArchiveGoogle":
		return 10048, nil
	case "DeviceCodeRole":
		return 10050, nil
	case "MobileActive":
		return 10099, nil
	case "DuoUser":
		return 10139, nil
	case "TokenNetworkGateway":
		return 10174, nil
	case "ArchiveAgent":
		return 10214, nil
	case "Owner":
		return 10220, nil
	case "BadgeRadius":
		return 10256, nil
	case "GoogleFileCode":
		return 10305, nil
	case "MonitorCardNone":
		return 10326, nil
	case "DeviceFile":
		return 10330, nil
	case "GatewayErrorToken":
		return 10352, nil
	case "CloudGroupFace":
		return 10370, nil
	case "HardSoftHost":
		return 10405, nil
	case "LoginHard":
		return 10445, nil
	case "NameBadgeArchive":
		return 10474, nil
	case "TaskRoleBlocked":
		return 10480, nil
	case "Memory":
		return 10516, nil
	case "PendingSessionGroup":
		return 10549, nil
	case "MobileRemote":
		return 10569, nil
	case "SoftSmartSoft":
		return 10594, nil
	case "ServerEmail":
		return 10635, nil
	case "NameImageCloud":
		return 10669, nil
	case "Server":
		return 10687, nil
	case "DesktopDeny":
		return 10694, nil
	case "Soft":
		return 10726, nil
	case "RadiusVoice":
		return 10747, nil
	case "ServerBadgeRadius":
		return 10751, nil
	case "DenyPrint":
		return 10780, nil
	case "BlockedBlocked":
		return 10817, nil
	case "FaceGoogleUser":
		return 10820, nil
	case "CardDiskError":
		return 10863, nil
	case "AdminImage":
		return 10897, nil
	case "ThemeSMS":
		return 10906, nil
	case "DuoSessionSession":
		return 10931, nil
	case "TaskCode":
		return 10946, nil
	case "GatewayPoolSMS":
		return 10987, nil
	case "RolePrintRemote":
		return 11009, nil
	case "Client":
		return 11011, nil
	case "Active":
		return 11053, nil
	case "BackupOTPName":
		return 11094, nil
	case "PrintErrorCloud":
		return 11136, nil
	case "ArchiveDuoMonitor":
		return 11138, nil
	case "DesktopVoiceMonitor":
		return 11177, nil
	case "AuditNone":
		return 11179, nil
	case "ImageMailLogin":
		return 11189, nil
	case "SystemMonitor":
		return 11219, nil
	case "RadiusUser":
		return 11252, nil
	case "CloudBadgeSoft":
		return 11258, nil
	case "Push":
		return 11305, nil
	case "SiteDevice":
		return 11351, nil
	case "GoogleCert":
		return 11369, nil
	case "None":
		return 11412, nil
	case "BlockedSoft":
		return 11459, nil
	case "LicenseOwnerSystem":
		return 11468, nil
	case "TaskSoft":
		return 11510, nil
	case "ServerCert":
		return 11536, nil
	case "StateArchive":
		return 11575, nil
	case "GrantSiteOTP":
		return 11591, nil
	case "Cert":
		return 11601, nil
	case "OTPCloud":
		return 11631, nil
	case "DesktopLockedKey":
		return 11660, nil
	case "PrintOwnerDuo":
		return 11687, nil
	case "ClientLink":
		return 11727, nil
	case "GatewayGoogleSmart":
		return 11756, nil
	case "TokenCardNone":
		return 11785, nil
	case "CertSoftAdmin":
		return 11799, nil
	case "BlockedLinkNone":
		return 11833, nil
	case "UserGuest":
		return 11873, nil
	case "ThemeCode":
		return 11880, nil
	case "AuditPrint":
		return 11885, nil
	case "OTPRemote":
		return 11931, nil
	case "RadiusPending":
		return 11943, nil
	case "PrintGuest":
		return 11990, nil
	case "KeyDevice":
		return 12016, nil
	case "Session":
		return 12043, nil
	case "FailedPoolDesktop":
		return 12076, nil
	case "VoiceName":
		return 12126, nil
	case "ArchiveEmail":
		return 12169, nil
	case "AuditSoft":
		return 12186, nil
	case "SystemPrint":
		return 12200, nil
	case "ErrorFace":
		return 12211, nil
	case "GrantCode":
		return 12249, nil
	case "SystemLicensePool":
		return 12282, nil
	case "FailedEmail":
		return 12292, nil
	case "AdminError":
		return 12311, nil
	case "BlockedCertGoogle":
		return 12344, nil
	case "GuardSoft":
		return 12360, nil
	case "Print":
		return 12378, nil
	case "GatewayUser":
		return 12412, nil
	case "GuardAudit":
		return 12428, nil
	case "CloudEmail":
		return 12477, nil
	case "ImagePoolPending":
		return 12485, nil
	case "LoginSmartMobile":
		return 12517, nil
	case "AuditPrintGroup":
		return 12549, nil
	case "GuardState":
		return 12562, nil
	case "Gateway":
		return 12581, nil
	case "MobileImageLocked":
		return 12617, nil
	case "PendingTask":
		return 12646, nil
	case "SmartGuard":
		return 12656, nil
	case "PrintBackup":
		return 12704, nil
	case "SoftReportGrant":
		return 12749, nil
	case "ClientOTPIdle":
		return 12776, nil
	case "DenyMail":
		return 12795, nil
	case "GatewayPushClient":
		return 12843, nil
	case "LockedTheme":
		return 12878, nil
	case "NameImage":
		return 12924, nil
	case "Idle":
		return 12944, nil
	case "HardGoogle":
		return 12954, nil
	case "CardPushBlocked":
		return 12985, nil
	case "SMSActive":
		return 13015, nil
	case "SessionDuo":
		return 13026, nil
	case "CodeOwner":
		return 13077, nil
	case "MemoryGatewaySmart":
		return 13127, nil
	case "MemoryDeviceAudit":
		return 13137, nil
	case "AdminClientArchive":
		return 13184, nil
	case "AuditTask":
		return 13197, nil
	case "SMS":
		return 13202, nil
	case "SoftNetwork":
		return 13210, nil
	case "BadgeGuest":
		return 13241, nil
	case "CardHostBlocked":
		return 13250, nil
	case "LoginArchive":
		return 13286, nil
	case "IdleGrantActive":
		return 13326, nil
	case "CardOTPGuard":
		return 13365, nil
	case "CloudPending":
		return 13375, nil
	case "FolderIdle":
		return 13414, nil
	case "RemoteFace":
		return 13453, nil
	case "ClientCloud":
		return 13503, nil
	case "RadiusMobile":
		return 13536, nil
	case "AuditStateActive":
		return 13560, nil
	case "OwnerPushCert":
		return 13586, nil
	case "OwnerName":
		return 13633, nil
	case "FolderGuard":
		return 13642, nil
	case "OTPLink":
		return 13674, nil
	case "SMSRoleGroup":
		return 13714, nil
	}
	return 0, errUnknown
}
