/// The one script of every service.
package enum OpsJS {
    package static let text = ""
}
