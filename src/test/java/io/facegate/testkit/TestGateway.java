package io.facegate.testkit;

import io.facegate.gateway.Gateway;
import io.facegate.identity.Caller;
import io.facegate.identity.Credential;
import io.facegate.ledger.Ledger;
import io.facegate.policy.PolicyEngine;
import io.facegate.vendor.client.FaceCounter;
import io.facegate.vendor.client.Provider;
import java.util.function.Function;
import java.util.function.Supplier;

/** A gateway in this process, for tests that name only what matters to them: it counts one face in each picture. */
public final class TestGateway {
    private final Supplier<PolicyEngine> policies;
    private final Ledger ledger;
    private final Provider provider;
    private FaceCounter counter = (by, picture) -> 1;

    private TestGateway(Supplier<PolicyEngine> policies, Ledger ledger, Provider provider) {
        this.policies = policies;
        this.ledger = ledger;
        this.provider = provider;
    }

    public static TestGateway of(PolicyEngine policies, Ledger ledger, Provider provider) {
        return new TestGateway(() -> policies, ledger, provider);
    }

    /** The same, with policies that are asked for anew for each call. */
    public static TestGateway of(Supplier<PolicyEngine> policies, Ledger ledger, Provider provider) {
        return new TestGateway(policies, ledger, provider);
    }

    public TestGateway counting(FaceCounter given) {
        counter = given;
        return this;
    }

    /** Which every call comes from the same caller. */
    public Gateway calledBy(Caller caller) {
        return calledBy(() -> caller);
    }

    /** The same, who is looked up for each call. */
    public Gateway calledBy(Supplier<Caller> caller) {
        return new Gateway((credential, now) -> caller.get(), policies, ledger, provider, counter);
    }

    /** Which knows its callers by their API keys. */
    public Gateway knowing(Function<String, Caller> callers) {
        return new Gateway(
                (credential, now) -> callers.apply(((Credential.ApiKey) credential).key()),
                policies,
                ledger,
                provider,
                counter);
    }
}
