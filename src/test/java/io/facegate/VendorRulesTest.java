package io.facegate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.facegate.call.FaceCall;
import io.facegate.call.ResourceOwners;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ResourceOwnership;
import io.facegate.vendor.planted.client.ClientThatReadsAWire;
import io.facegate.vendor.planted.wire.WireThatSends;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One package a vendor: its wire never sees a client, and only clients hold a pass, an HTTP client or credentials. */
class VendorRulesTest {
    private static final String VENDOR = "io.facegate.vendor";
    private static final String WIRE = VENDOR + "\\.([a-z]+\\.)?wire(\\..*)?";
    private static final String CLIENT = VENDOR + "\\.(([a-z]+\\.)?client|fetch)(\\..*)?";
    private static final Set<String> SHARED = Set.of("wire", "client", "fetch");

    /** What opens a connection, and what proves the gateway to a vendor. */
    private static final String SENDS = "java\\.net\\.http\\.Http(Client|Request)(\\$.*)?"
            + "|java\\.net\\.HttpURLConnection"
            + "|io\\.vertx\\.core\\.http\\.HttpClient.*"
            + "|(software\\.amazon\\.awssdk|com\\.azure|com\\.microsoft\\.aad|com\\.google\\.(auth|api))\\..*";

    private static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.facegate");

    private static DescribedPredicate<JavaClass> inPackage(String pattern) {
        return describe("stand in " + pattern, type -> type.getPackageName().matches(pattern));
    }

    private static boolean isOf(JavaClass type, String room) {
        return HouseRulesTest.room(type).equals(room);
    }

    @Test
    void aProviderIsThreeMethods() {
        assertThat(Stream.of(Provider.class.getDeclaredMethods()).map(Method::getName))
                .containsExactlyInAnyOrder("plan", "send", "health");
    }

    /** Each client names its resources to one engine; none asks or changes the registry by itself. */
    private static ArchRule onlyTheEngineAsksWhoOwnsWhat() {
        return noClasses()
                .that(inPackage(CLIENT))
                .and()
                .doNotHaveFullyQualifiedName(ResourceOwnership.class.getName())
                .should()
                .callMethodWhere(target(owner(equivalentTo(ResourceOwners.class))));
    }

    private static ArchRule wiresSeeNoClient() {
        return noClasses().that(inPackage(WIRE)).should().dependOnClassesThat(inPackage(CLIENT));
    }

    private static ArchRule clientsSeeNoWire() {
        return noClasses().that(inPackage(CLIENT)).should().dependOnClassesThat(inPackage(WIRE));
    }

    private static ArchRule onlyClientsTakeThePass() {
        return noClasses()
                .that(describe(
                        "are of vendor but no client",
                        type -> isOf(type, "vendor") && !type.getPackageName().matches(CLIENT)))
                .should()
                .dependOnClassesThat(describe("are of the ledger", type -> isOf(type, "ledger")));
    }

    private static ArchRule clientsTakeOnlyThePassFromTheLedger() {
        return noClasses()
                .that(inPackage(CLIENT))
                .should()
                .dependOnClassesThat(describe(
                        "are of the ledger but not Cleared",
                        type -> isOf(type, "ledger") && !type.getSimpleName().equals("Cleared")));
    }

    private static ArchRule onlyClientsSend() {
        return noClasses()
                .that(describe(
                        "are of vendor, gateway or http but no client",
                        type -> Set.of("vendor", "gateway", "http").contains(HouseRulesTest.room(type))
                                && !type.getPackageName().matches(CLIENT)))
                .should()
                .dependOnClassesThat(describe(
                        "open connections or hold a vendor's credentials",
                        type -> type.getName().matches(SENDS)));
    }

    /** What only a wire knows reaches no policy, no record and no vendor; a review tells two requests apart by it. */
    private static ArchRule onlyWiresReadTheirDetails() {
        return noClasses()
                .that(describe(
                        "are no wire, nor the fingerprint of a request",
                        type -> !type.getPackageName().matches(WIRE)
                                && !Set.of("FaceCall", "RequestFingerprint").contains(type.getSimpleName())))
                .should()
                .callMethod(FaceCall.class, "wireDetail");
    }

    private static ArchRule wiresTakeOnlyTheCredentialFromIdentity() {
        return noClasses()
                .that(inPackage(WIRE))
                .should()
                .dependOnClassesThat(describe(
                        "are of identity but not Credential",
                        type -> isOf(type, "identity") && !type.getName().contains("Credential")));
    }

    @Test
    void wiresAndClientsDoNotSeeOneAnother() {
        wiresSeeNoClient().check(ALL);
        clientsSeeNoWire().check(ALL);
    }

    @Test
    void vendorsDoNotSeeOneAnother() {
        slices().assignedFrom(new VendorOfClass())
                .should()
                .notDependOnEachOther()
                .check(ALL);
    }

    @Test
    void onlyClientsTakeThePassAndNothingElseFromTheLedger() {
        onlyClientsTakeThePass().check(ALL);
        clientsTakeOnlyThePassFromTheLedger().check(ALL);
    }

    @Test
    void onlyClientsOpenConnectionsAndHoldCredentials() {
        onlyClientsSend().check(ALL);
    }

    @Test
    void wiresKeepTheirDetailsAndTakeOnlyTheCredential() {
        onlyWiresReadTheirDetails().check(ALL);
        wiresTakeOnlyTheCredentialFromIdentity().check(ALL);
    }

    @Test
    void onlyTheOwnershipEngineAsksTheRegistry() {
        onlyTheEngineAsksWhoOwnsWhat().check(ALL);
    }

    /** Each rule, broken by a class that stands in a vendor's package of the tests. */
    @Test
    void everyRuleCanFail() {
        var wire = new ClassFileImporter().importClasses(WireThatSends.class);
        fails(wiresSeeNoClient(), wire, "VendorClient");
        fails(onlyClientsTakeThePass(), wire, "Cleared");
        fails(onlyClientsSend(), wire, "java.net.http.HttpClient");
        fails(onlyClientsSend(), wire, "AwsCredentialsProvider");
        fails(wiresTakeOnlyTheCredentialFromIdentity(), wire, "io.facegate.identity.Caller");
        var client = new ClassFileImporter().importClasses(ClientThatReadsAWire.class);
        fails(clientsSeeNoWire(), client, "HttpCall");
        fails(clientsTakeOnlyThePassFromTheLedger(), client, "io.facegate.ledger.");
        fails(onlyWiresReadTheirDetails(), client, "wireDetail");
        fails(onlyTheEngineAsksWhoOwnsWhat(), client, "ResourceOwners.remove");
        var others = new ClassFileImporter().importPackages(VENDOR + ".planted", VENDOR + ".rekognition");
        assertThatThrownBy(() -> slices().assignedFrom(new VendorOfClass())
                        .should()
                        .notDependOnEachOther()
                        .check(others))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("rekognition");
    }

    private static void fails(ArchRule rule, JavaClasses planted, String named) {
        assertThat(planted).isNotEmpty();
        assertThatThrownBy(() -> rule.check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(named);
    }

    /** Groups classes by the vendor whose package they stand in; what all vendors share is no group. */
    private static final class VendorOfClass implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var name = type.getPackageName();
            if (!name.startsWith(VENDOR + ".")) {
                return SliceIdentifier.ignore();
            }
            var vendor = name.substring(VENDOR.length() + 1).split("\\.")[0];
            return SHARED.contains(vendor) ? SliceIdentifier.ignore() : SliceIdentifier.of(vendor);
        }

        @Override
        public String getDescription() {
            return "vendors";
        }
    }
}
