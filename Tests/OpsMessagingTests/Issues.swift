import Testing

/// A store that would leave the process fails its test instead.
func Issue_record(_ reason: String) { Issue.record("fatal: \(reason)") }
