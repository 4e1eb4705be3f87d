import Foundation
import Glibc

/// Writes to standard output what a command was asked for.
///
/// That is the tool's product, for people and for pipes; complaints go to standard error, and what a service says of itself
/// through `OpsLog`. Each piece is flushed: whoever waits at the other end of a pipe for the address or a week of a play has it at once.
func say(_ answer: some CustomStringConvertible, terminator: String = "\n") {
    print(answer.description, terminator: terminator)
    fflush(nil)
}
