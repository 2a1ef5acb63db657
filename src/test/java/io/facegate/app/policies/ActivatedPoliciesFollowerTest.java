package io.facegate.app.policies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.Await;
import io.facegate.call.Fault;
import io.facegate.ledger.Ledger;
import io.facegate.ledger.Ledger.Administrative;
import io.facegate.ledger.Sample;
import io.facegate.ledger.address.LedgerAddress;
import io.facegate.policy.catalogue.PolicyArchive;
import io.facegate.policy.language.PolicyMistake;
import io.facegate.policy.reading.PolicyReader;
import io.facegate.registry.PolicyActivation;
import io.facegate.registry.RegistryException;
import io.facegate.usecase.delivery.BundleWorkshop;
import io.facegate.usecase.registry.ActivatedPolicies.Verified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway says of itself while it cannot use the policies that its registry names. */
class ActivatedPoliciesFollowerTest {
    private static final Map<String, String> NEXT = Map.of("a.yaml", BundleWorkshop.pack("a", "permit detect"));

    @TempDir
    private Path folder;

    private final List<String> acts = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final Named registry = new Named();
    private PolicyReloader own;
    private ActivatedPoliciesFollower follower;

    /** A registry whose files are read at once, or not before they may be. */
    private static final class Named implements ActivatedPoliciesFollower.ActivatedPolicySource {
        private final CountDownLatch begun = new CountDownLatch(1);
        private CountDownLatch mayRead = new CountDownLatch(0);
        private volatile @Nullable PolicyActivation named;
        private boolean decides = true;
        private boolean changed;
        private boolean shared;
        private volatile boolean breaks;
        private @Nullable PolicyActivation proposed;
        private int reads;

        void name() {
            named = new PolicyActivation(BundleWorkshop.digest(NEXT), "any", 1, null);
        }

        @Override
        public @Nullable PolicyActivation named() {
            if (breaks) {
                throw new IllegalStateException("a fault of ours");
            }
            return named;
        }

        @Override
        public @Nullable PolicyActivation proposed() {
            if (breaks) {
                throw new IllegalStateException("a fault of ours");
            }
            return proposed;
        }

        @Override
        public boolean isSharedRegistry() {
            return shared;
        }

        @Override
        public boolean decide() {
            return decides;
        }

        @Override
        public Verified read(PolicyActivation activation) {
            reads++;
            begun.countDown();
            try {
                mayRead.await();
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
            if (changed) {
                throw new RegistryException.Unusable("The files were changed.");
            }
            var files = new TreeMap<String, byte[]>();
            NEXT.forEach((name, text) -> files.put(name, text.getBytes(StandardCharsets.UTF_8)));
            return new Verified(PolicyReader.read(files), files);
        }
    }

    @BeforeEach
    void start() throws IOException {
        var policies = Files.createDirectory(folder.resolve("policies"));
        Files.writeString(policies.resolve("a.yaml"), BundleWorkshop.pack("a", "refuse detect"));
        var data = Files.createDirectory(folder.resolve("data"));
        var archive = PolicyArchive.ofFolder(data);
        var from = new PolicyFolder(policies, _ -> List.of());
        own = PolicyReloader.start(
                from,
                from.load(),
                PolicyLooseningGuard.uncompared(LedgerAddress.ofFolder(data), archive),
                PolicyRemovalGuard.uncompared(LedgerAddress.ofFolder(data), archive),
                this::record);
        follower = ActivatedPoliciesFollower.beside(own, registry, _ -> List.of());
        follower.measureTimeBy(nanos::get);
    }

    private void record(Administrative act) {
        acts.add(act.act());
    }

    private HealthCheckResponse health() {
        return new PoliciesHealth(follower).call();
    }

    private Object told(String name) {
        return health().getData().orElseThrow().get(name);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void policiesThatCannotBeUsedMakeTheGatewayUnready() {
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        registry.changed = true;
        registry.name();
        follower.follow();
        assertThatThrownBy(follower::requireInForce).isInstanceOf(Fault.RegistryDown.class);
        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(told("why")).asString().contains("forwards no call: The files were changed.");
        registry.decides = false;
        assertThat(health().getStatus()).as("one that only reads").isEqualTo(Status.UP);
        assertThat(told("degraded")).asString().contains("The files were changed.");
    }

    @Test
    void aGatewayThatSharesItsRegistryAndDecidesByItsFolderSaysSo() {
        assertThat(told("degraded")).as("control: a gateway alone").isNull();
        registry.shared = true;
        assertThat(told("degraded")).asString().contains("by its own folder", "activate policies in the registry");
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        registry.name();
        follower.follow();
        assertThat(told("from")).isEqualTo("registry");
        assertThat(told("degraded")).isNull();
    }

    @Test
    void policiesThatAreCheckedForTooLongMakeItUnreadyUntilTheyAreInForce() throws Exception {
        registry.mayRead = new CountDownLatch(1);
        registry.name();
        var following = new FutureTask<>(follower::follow, "done");
        Thread.ofPlatform().daemon().start(following);
        registry.begun.await();
        pass(Duration.ofSeconds(30));
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        assertThatCode(follower::requireInForce).doesNotThrowAnyException();
        pass(Duration.ofSeconds(1));
        assertThatThrownBy(follower::requireInForce).isInstanceOf(Fault.RegistryDown.class);
        assertThat(follower.inForce().problem()).contains("not in force after 30 seconds");
        assertThat(health().getStatus()).isEqualTo(Status.DOWN);
        registry.mayRead.countDown();
        assertThat(following.get()).isEqualTo("done");
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        assertThat(follower.inForce().problem()).isNull();
        assertThat(told("from")).isEqualTo("registry");
    }

    /** A folder that is still being read when the registry's policies come into force. */
    @Test
    void theFolderSaysNothingAnyMoreOnceTheRegistryDecides() {
        var policies = follower.inForce();
        var wrong = List.of(new PolicyMistake("a.yaml", 1, 1, "is wrong"));
        policies.reject(PolicyOrigin.FOLDER, "The policies in the folder", "one", wrong);
        assertThat(policies.problem()).contains("is wrong");
        registry.name();
        follower.follow();
        assertThat(policies.problem()).isNull();
        policies.reject(PolicyOrigin.FOLDER, "The policies in the folder", "two", wrong);
        policies.setProblem(PolicyOrigin.FOLDER, "They are stuck.");
        assertThat(policies.problem()).isNull();
        assertThat(acts).containsOnlyOnce("policies_rejected");
    }

    /** It forwards nothing meanwhile, and goes on looking. */
    @Test
    void aLookThatFailsIsNotTheLast() {
        registry.breaks = true;
        try (var watching = follower.watch()) {
            Await.until(() -> health().getStatus() == Status.DOWN);
            assertThatThrownBy(watching::requireInForce).isInstanceOf(Fault.RegistryDown.class);
            registry.name();
            registry.breaks = false;
            Await.until(() -> health().getStatus() == Status.UP);
            assertThat(told("from")).isEqualTo("registry");
        }
    }

    /** The ledger here holds no set: what is compared is the set that decided until then. */
    @Test
    void aPackThatTheRegistryRemovesIsRecordedBeforeThePoliciesWithoutIt() throws IOException {
        var policies = folder.resolve("policies");
        Files.writeString(policies.resolve("b.yaml"), BundleWorkshop.pack("b", "refuse identify"));
        var ledger = LedgerAddress.ofFolder(folder.resolve("other"));
        Ledger.open(ledger, Sample.SETTINGS).close();
        var archive = PolicyArchive.ofFolder(ledger.data());
        var from = new PolicyFolder(policies, _ -> List.of());
        var guard = new PolicyRemovalGuard(ledger, archive, Set.of());
        var uncompared = PolicyLooseningGuard.uncompared(ledger, archive);
        try (var reloader = PolicyReloader.start(from, from.load(), uncompared, guard, this::record);
                var compared = ActivatedPoliciesFollower.beside(reloader, registry, _ -> List.of())) {
            acts.clear();
            registry.name();
            compared.follow();
            assertThat(acts).containsExactly("pack_removed", "policies_loaded");
            assertThat(compared.inForce().get().digest()).isEqualTo(BundleWorkshop.digest(NEXT));
        }
    }

    /** An approval then only puts them in force. */
    @Test
    void proposedPoliciesAreReadAndProvedWhileTheyWait() {
        var proofs = new AtomicLong();
        var proving = ActivatedPoliciesFollower.beside(own, registry, _ -> {
            proofs.incrementAndGet();
            return List.of();
        });
        registry.name();
        registry.proposed = registry.named;
        registry.named = null;
        proving.follow();
        proving.follow();
        assertThat(proving.inForce().origin()).as("only proposed").isEqualTo(PolicyOrigin.FOLDER);
        assertThat(registry.reads).isEqualTo(1);
        assertThat(proofs).hasValue(1);
        registry.changed = true;
        registry.named = registry.proposed;
        proving.follow();
        assertThat(proving.inForce().origin()).isEqualTo(PolicyOrigin.REGISTRY);
        assertThat(proving.inForce().get().digest()).isEqualTo(BundleWorkshop.digest(NEXT));
        assertThat(proofs).hasValue(1);
    }

    /** It says so once, goes on by the policies in force, and is refused again if they are activated all the same. */
    @Test
    void proposedPoliciesThatCannotBeUsedChangeNothing() {
        registry.name();
        registry.proposed = registry.named;
        registry.named = null;
        registry.changed = true;
        follower.follow();
        follower.follow();
        assertThat(registry.reads).isEqualTo(1);
        assertThat(health().getStatus()).isEqualTo(Status.UP);
        assertThatCode(follower::requireInForce).doesNotThrowAnyException();
        registry.named = registry.proposed;
        follower.follow();
        assertThat(registry.reads).isEqualTo(2);
        assertThatThrownBy(follower::requireInForce).isInstanceOf(Fault.RegistryDown.class);
    }

    /** A proposal that is not proved is not known as proved when it is activated. */
    @Test
    void proposedPoliciesWhoseInvariantIsNotProvedAreNotKept() {
        var refuted = List.of(new PolicyMistake("invariants.yaml", 1, 1, "is refuted"));
        var proving = ActivatedPoliciesFollower.beside(own, registry, _ -> refuted);
        registry.name();
        registry.proposed = registry.named;
        registry.named = null;
        proving.follow();
        registry.named = registry.proposed;
        proving.follow();
        assertThat(proving.inForce().origin()).isEqualTo(PolicyOrigin.FOLDER);
        assertThatThrownBy(proving::requireInForce).isInstanceOf(Fault.RegistryDown.class);
    }

    /** A gateway that only reads proves nothing that it will not decide by. */
    @Test
    void aGatewayThatOnlyReadsPreparesNothing() {
        registry.decides = false;
        registry.name();
        registry.proposed = registry.named;
        registry.named = null;
        follower.follow();
        assertThat(registry.reads).isZero();
    }

    /** What the own source says does not hide that the gateway stands still. */
    @Test
    void theRegistrysProblemComesFirstAndStays() {
        registry.changed = true;
        registry.name();
        follower.follow();
        var policies = follower.inForce();
        policies.setProblem(PolicyOrigin.FOLDER, "The folder is wrong.");
        policies.clearProblem(PolicyOrigin.FOLDER);
        assertThat(policies.problem()).contains("The files were changed.");
    }
}
