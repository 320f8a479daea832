package names

// Initialisms returns the default initialisms, which apply if the configuration does not have the key initialisms. The list consists of the default
// initialisms of staticcheck (rule ST1003) without DB, GID and TS, and of IPv4, IPv6, JWT and PDF.
func Initialisms() []string {
	return []string{
		"ACL", "AMQP", "API", "ASCII", "CPU", "CSS", "DNS", "EOF", "GUID", "HTML", "HTTP", "HTTPS", "ID", "IP", "IPv4", "IPv6", "JSON", "JWT", "PDF", "QPS",
		"RAM", "RPC", "RTP", "SIP", "SLA", "SMTP", "SQL", "SSH", "TCP", "TLS", "TTL", "UDP", "UI", "UID", "URI", "URL", "UTF8", "UUID", "VM", "XML", "XMPP",
		"XSRF", "XSS",
	}
}
