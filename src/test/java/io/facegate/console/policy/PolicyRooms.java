package io.facegate.console.policy;

import io.facegate.call.VendorAccount;
import io.facegate.identity.CallerKey;
import io.facegate.identity.Evidence;
import io.facegate.identity.IdentityDirectory;
import io.facegate.identity.Organisation;
import io.facegate.policy.PolicyEngine;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.reading.PolicyFiles;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.usecase.policy.CallTrials;
import io.facegate.usecase.policy.PolicyAnalyses;
import io.facegate.usecase.policy.PolicyLibrary;
import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What the app hands to the pages about policies, for the tests: the shipped policies, and organisations in memory. */
@Singleton
final class PolicyRooms implements IdentityDirectory {
    final Map<String, Organisation> organisations = new ConcurrentHashMap<>();
    final Path data;
    private volatile PolicyEngine inForce;

    PolicyRooms() throws IOException {
        data = Files.createTempDirectory("policies");
        inForce = load(shipped());
    }

    /** The files that ship. */
    static Map<String, byte[]> shipped() {
        return new TreeMap<>(PolicyFiles.read(Path.of("policies")));
    }

    /** Archives a set, as a gateway does that loads it, and puts it in force. */
    PolicyEngine load(Map<String, byte[]> files) {
        var policySet = PolicyReader.read(new TreeMap<>(files));
        PolicyArchive.ofFolder(data).store(policySet, new TreeMap<>(files));
        inForce = PolicyEngine.of(policySet);
        return inForce;
    }

    String digest() {
        return inForce.digest();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    PolicyLibrary library() {
        return new PolicyLibrary(() -> inForce, data, Path.of("policies"), true);
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    PolicyAnalyses analyses(PolicyLibrary library) {
        return new PolicyAnalyses(library, InstantSource.system());
    }

    void close(@Disposes PolicyAnalyses analyses) {
        analyses.close();
    }

    @Produces
    @Singleton
    @Alternative
    @Priority(1)
    CallTrials trials(PolicyLibrary library) {
        return new CallTrials(
                library,
                this,
                organisations::values,
                (caller, call) ->
                        call.provider().equals("google_vision") ? new VendorAccount("eu", List.of("IE")) : null);
    }

    @Override
    public Optional<CallerKey> key(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<Organisation> organisation(String id) {
        return Optional.ofNullable(organisations.get(id));
    }

    @Override
    public Optional<Evidence> evidence(String id) {
        return Optional.empty();
    }

    @Override
    public List<Evidence> evidence(String organisation, String matter) {
        return List.of();
    }
}
