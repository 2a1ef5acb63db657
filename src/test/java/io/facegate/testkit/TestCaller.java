package io.facegate.testkit;

import io.facegate.call.PreconditionFailure;
import io.facegate.identity.AttestedContext;
import io.facegate.identity.Caller;
import io.facegate.identity.CallerCredential;
import io.facegate.identity.Organisation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds an authenticated caller for a test, which names only what matters to it. */
public final class TestCaller {
    private final Organisation organisation;
    private List<Organisation> principals = List.of();
    private @Nullable String purpose;
    private List<String> places = List.of();
    private AttestedContext context = AttestedContext.NONE;
    private String method = "api_key";
    private String key = "key";
    private boolean sandbox;
    private @Nullable PreconditionFailure failure;

    private TestCaller(Organisation organisation) {
        this.organisation = organisation;
    }

    /** One with an API key that acts for nobody else, declares no purpose, and whose place is not known. */
    public static TestCaller of(Organisation organisation) {
        return new TestCaller(organisation);
    }

    public TestCaller actingFor(Organisation... given) {
        return actingFor(List.of(given));
    }

    public TestCaller actingFor(List<Organisation> given) {
        principals = given;
        return this;
    }

    public TestCaller purpose(@Nullable String given) {
        purpose = given;
        return this;
    }

    public TestCaller in(String... given) {
        return in(List.of(given));
    }

    public TestCaller in(List<String> given) {
        places = given;
        return this;
    }

    public TestCaller attested(AttestedContext given) {
        context = given;
        return this;
    }

    /** How it authenticated, and the public id of the credential. */
    public TestCaller by(String givenMethod, String givenKey) {
        method = givenMethod;
        key = givenKey;
        return this;
    }

    /** One with a key of the sandbox. */
    public TestCaller ofSandbox() {
        sandbox = true;
        return this;
    }

    /** Why its calls are refused whatever they ask. */
    public TestCaller failing(@Nullable PreconditionFailure given) {
        failure = given;
        return this;
    }

    public Caller build() {
        var credential = new CallerCredential(method, key, sandbox);
        return new Caller(organisation, principals, purpose, places, context, credential, failure);
    }
}
