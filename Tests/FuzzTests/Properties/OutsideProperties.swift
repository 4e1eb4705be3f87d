import Foundation
import NotifyDomain
import OpsContracts
import OpsServer

/// What comes from whoever starts the program, and from those it calls.
extension FuzzProperty {
    /// Command line, environment and file: refused with a sentence that holds no secret, or settings that are what they should be.
    static let settings = FuzzProperty("settings", words: Words.text + Words.json) {
        let keys = ServeSettings.keys
        let good = [
            "--http-port=9000 --demo --config a.json\nOPS_LOG_LEVEL=info\nOPS_PIN=7\nOPS_HTTP_FORM_SECRET=0123456789abcdef0123456789abcdef\n\n"
                + #"{"http.maxConnections":5,"startUp":false,"data.dir":"./d"}"#,
            "--http-host 0.0.0.0 up\nOPS_CONFIG=a.json\nOPS_BUS=kafka\n\n{\"auth.issuer\":\"a\"}",
        ]
        return Opened(samples(good)) { input in
            let end = input.firstRange(of: Data("\n\n".utf8)) ?? input.endIndex..<input.endIndex
            let lines = String(decoding: input[..<end.lowerBound], as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false)
            let pairs = lines.dropFirst().compactMap { line -> (String, String)? in
                let halves = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return halves.count == 2 ? (String(halves[0]), String(halves[1])) : nil
            }
            do {
                let read = try Configuration(
                    keys: keys, arguments: (lines.first ?? "").split(separator: " ").map(String.init),
                    environment: Dictionary(pairs, uniquingKeysWith: { $1 }),
                    readFile: { _ in Data(input[end.upperBound...]) })
                for key in keys {
                    if case .integer(let range) = key.kind, read.text(key.name) != nil {
                        try hold(range.contains(try read.integer(key.name)), "\(key.name) out of its range", input)
                    }
                }
            } catch let error as ConfigurationError {
                try hold(!error.description.isEmpty, "refused without a word", input)
                if case .badValue(let name, _, let value, _) = error,
                    keys.contains(where: { $0.name == name && $0.isSecret })
                {
                    try hold(value == "•••" || value.isEmpty, "a secret shown", input)
                }
            }
            do { _ = try ContractCoding.decode(SampleData.self, from: input) } catch is DecodingError {}
        }
    }

    /// What a robot answers: some outcome, and delivered only where it says 0.
    static let robotAnswers = FuzzProperty("robot-answers", words: Words.json) {
        let good = [
            #"{"errcode":0,"errmsg":"ok"}"#, #"{"errcode":45009,"errmsg":"api freq out of limit"}"#,
            #"{"code":0,"msg":"success","data":{}}"#, "<html><body>502</body></html>",
        ]
        return Opened(samples(good)) { input in
            for (member, outcome) in [
                ("errcode", Outcome.wecom), ("errcode", Outcome.dingtalk), ("code", Outcome.feishu),
            ] as [(String, (Int) -> Outcome)] {
                let judged = Outcome(robot: input, member, outcome)
                let text = String(decoding: input, as: UTF8.self)
                try hold(judged != .delivered || text.contains("0"), "delivered by \(member)", input)
            }
            _ = Signature.standardWebhook(
                id: "a", timestamp: 0, body: Data(), secret: "whsec_" + String(decoding: input, as: UTF8.self),
                hmac: { key, message in key + message })
        }
    }
}

private enum ServeSettings {
    static let keys =
        ConfigurationKey.common + [
            ConfigurationKey("bus", .choice(["local", "kafka"]), "How facts travel."),
            ConfigurationKey("pin", .integer(0...9), secret: true, "A secret that can be wrong."),
            ConfigurationKey("startUp", .flag, default: "true", "Whether."),
            ConfigurationKey("demo", .flag, default: "false", "Whether."),
        ]
}
