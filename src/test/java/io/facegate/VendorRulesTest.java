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
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.call.FaceCall;
import io.facegate.call.ResourceOwners;
import io.facegate.vendor.client.Provider;
import io.facegate.vendor.client.ResourceOwnership;
import io.facegate.vendor.planted.client.ClientThatReadsAWire;
import io.facegate.vendor.planted.wire.WireThatSends;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One package a vendor: its wire never sees a client, and only clients hold a pass, an HTTP client or credentials. */
class VendorRulesTest {
    private static final String VENDOR = "io.facegate.vendor";
    private static final String WIRE = VENDOR + "\\.([a-z]+\\.)?wire(\\..*)?";
    private static final String CLIENT = VENDOR + "\\.(([a-z]+\\.)?client|fetch)(\\..*)?";
    private static final Set<String> SHARED = Set.of("wire", "client", "fetch");

    private static final Path SOURCES = Path.of("src/main/java/io/facegate");

    /** Packages that are one vendor's own. */
    private static final Pattern OF_ONE_VENDOR =
            Pattern.compile("vendor/(?!wire/|client/|fetch/|embedded/|neutral/)[a-z]+/|app/vendors/[a-z]+/"
                    + "|usecase/lockdown/(?!account/)[a-z]+/");

    private static final Pattern REGISTRATION = Pattern.compile("io\\.facegate\\.app\\.vendors\\.([a-z]+)");

    /** What opens a connection, and what proves the gateway to a vendor. */
    private static final String SENDS = "java\\.net\\.http\\.Http(Client|Request)(\\$.*)?"
            + "|java\\.net\\.HttpURLConnection"
            + "|io\\.vertx\\.core\\.http\\.HttpClient.*"
            + "|(software\\.amazon\\.awssdk|com\\.azure|com\\.microsoft\\.aad|com\\.google\\.(auth|api))\\..*";

    private static final JavaClasses ALL = HouseRulesTest.ALL;

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

    /** How little a vendor needs: Face++ was added to show it. */
    @Test
    void facePlusPlusHasAtMostFifteenHundredLinesWithItsCatalogue() throws IOException {
        long lines = 0;
        for (var folder : List.of(
                SOURCES.resolve("vendor/faceplusplus"),
                Path.of("src/main/resources/io/facegate/vendor/faceplusplus"))) {
            try (var files = Files.walk(folder)) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    lines += Files.readAllLines(file).size();
                }
            }
        }
        assertThat(lines).isBetween(1L, 1500L);
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

    /**
     * A new vendor changes these and no other source of the product, beside its own packages: its API, its word in
     * policies, and its registration.
     */
    private static final Set<String> LISTS_OF_VENDORS = Set.of(
            "catalogue/TrailVendor.java",
            "catalogue/VendorApi.java",
            "cli/caller/CallerClient.java",
            "policy/vocabulary/Vendor.java",
            "usecase/lockdown/LockdownCheck.java",
            "app/vendors/RegisteredVendors.java");

    /** Other sources that name a vendor, and why a new vendor does not change them. */
    private static final Map<String, String> NAME_ONE_VENDOR = new TreeMap<>(Map.ofEntries(
            Map.entry("app/demo/DemoCommand.java", "the demo calls one wire"),
            Map.entry("app/demo/DemoScript.java", "the demo calls one wire"),
            Map.entry("app/demo/DemoTrail.java", "the demo makes up the trail of one vendor"),
            Map.entry("app/demo/DemoCall.java", "the calls of the demo's fortnight"),
            Map.entry("app/demo/DemoRegistry.java", "the evidence that the demo's organisations have"),
            Map.entry("app/demo/DemoRequests.java", "the requests of the demo's fortnight"),
            Map.entry("app/demo/DemoEvents.java", "the events of the demo's fortnight"),
            Map.entry("console/mine/ClientSetup.java", "commands of clients, which differ in more than the vendor"),
            Map.entry("console/policy/TrialQuery.java", "the provider where none is named"),
            Map.entry("app/demo/SignedClient.java", "the demo calls one wire"),
            Map.entry("app/server/CertificateExpiryMeters.java", "the option that names the certificate of one vendor"),
            Map.entry("app/server/GatewayContext.java", "the service that AWS's clients sign for"),
            Map.entry("cli/caller/CallerClient.java", "the service that AWS's clients sign for"),
            Map.entry("app/server/ServeCommand.java", "an example in its help text; the others follow from the list"),
            Map.entry("app/vendorcheck/VendorCheckCommand.java", "an example in its help text"),
            Map.entry("cli/lockdown/LockdownCheckCommand.java", "its help text; the words follow from the list"),
            Map.entry("cli/policy/PolicyExplainCommand.java", "the provider where none is named, and its operations"),
            Map.entry("cli/reconcile/ReconcileCommand.java", "its help text; the words follow from the list"),
            Map.entry("cli/registry/ResourceArguments.java", "the syntax of buckets"),
            Map.entry("cli/vendor/VendorCommand.java", "an example in its help text"),
            Map.entry("cli/vendor/VendorListCommand.java", "an example in its help text"),
            Map.entry("cli/vendor/VendorShowCommand.java", "an example in its help text"),
            Map.entry("policy/proof/model/ExampleCalls.java", "the provider where none is named"),
            Map.entry("policy/testing/TestCaseReader.java", "the provider where none is named"),
            Map.entry("cli/registry/GatewayCommand.java", "where a master key stands"),
            Map.entry("cli/registry/RegistrySealCommand.java", "where a master key stands"),
            Map.entry("registry/MasterKeys.java", "where a master key stands"),
            Map.entry("registry/master/AzureKeyVaultMasterKey.java", "where a master key stands"),
            Map.entry("registry/master/EntraToken.java", "where a master key stands"),
            Map.entry("registry/IdSyntax.java", "the syntax of buckets")));

    /** Sources outside the packages of vendors in whose code or texts a vendor is named; comments do not count. */
    private static Set<String> namingVendors(Path root) throws IOException {
        var words = RegisteredVendors.withoutOptions().stream()
                .flatMap(vendor -> Stream.concat(
                        Stream.of(vendor.word()),
                        Stream.of(vendor.getClass().getSimpleName().replace("Vendor", ""))))
                .collect(Collectors.joining("|"));
        var named = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
        var comments = Pattern.compile("(?s)/\\*.*?\\*/|(?m)(?<![:\"])//.*$");
        try (var files = Files.walk(root)) {
            var found = new TreeSet<String>();
            for (var file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                var inside = root.relativize(file).toString();
                var code =
                        comments.matcher(Files.readString(file)).replaceAll("").replace("com.google.", "");
                if (!OF_ONE_VENDOR.matcher(inside).lookingAt()
                        && named.matcher(code).find()) {
                    found.add(inside);
                }
            }
            return found;
        }
    }

    @Test
    void onlyTheListsOfVendorsNameThem() throws IOException {
        var expected = new TreeSet<>(NAME_ONE_VENDOR.keySet());
        expected.addAll(LISTS_OF_VENDORS);
        assertThat(namingVendors(SOURCES)).isEqualTo(expected);
    }

    /** The rule above can fail. */
    @Test
    void aSharedSourceThatNamesAVendorIsFound(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("vendor/azure/wire"));
        Files.createDirectories(root.resolve("vendor/client"));
        Files.writeString(root.resolve("vendor/azure/wire/Own.java"), "class Own { String word = \"azure_face\"; }");
        Files.writeString(root.resolve("vendor/client/A.java"), "class A { String word = \"azure_face\"; }");
        Files.writeString(root.resolve("vendor/client/B.java"), "/** As Azure. */ class B {} // Azure\n");
        Files.writeString(root.resolve("vendor/client/C.java"), "class C { CompreFaceWire wire; }");
        assertThat(namingVendors(root)).containsExactly("vendor/client/A.java", "vendor/client/C.java");
    }

    /** Groups classes by the vendor whose package they stand in; what all vendors share is no group. */
    private static final class VendorOfClass implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            var name = type.getPackageName();
            var registration = REGISTRATION.matcher(name);
            if (registration.matches()) {
                return SliceIdentifier.of(registration.group(1));
            }
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
