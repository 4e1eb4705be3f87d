/// The facts of channels and routing (topic `ops.notify.v1`). Deliveries and their attempts are rows, not facts.
public enum NotifyContracts {
    public static let all: [any FactContract.Type] = [
        ChannelConfigured.self, ChannelEnabled.self, ChannelDisabled.self,
        NotifyRulePublished.self, NotifyRuleWithdrawn.self, ContactSet.self,
    ]
}
