import OpsDomain

extension Rejection {
    static let noChannelID = Rejection.invalid(
        "channel", zh: "编号应为1到64个字母、数字、点、-或_。", en: "A channel's id has 1 to 64 letters, digits, . _ -.")
    static let channelExists = Rejection.invalid("channel", zh: "已有这个编号的通道，请换一个。", en: "This id is taken.")
}
