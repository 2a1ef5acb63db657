package io.facegate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.facegate.cli.FacegateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.Command;

/** The architecture, as a test: who may import whom, and how long a file may be. */
class HouseRulesTest {
    private static final String ROOT = "io.facegate";
    private static final Path SOURCES = Path.of("src/main/java");
    private static final int LINES = 400;
    private static final int METHOD_LINES = 30;
    private static final int PARAMETERS = 5;
    private static final int COMPONENTS = 7;

    /** Records with more than seven components, and why nobody would name a part of them. */
    private static final Map<String, String> WIDE_RECORDS = Map.ofEntries(
            Map.entry("ApiCatalogue", "one component a key of an API in the catalogue"),
            Map.entry("CallerKey", "one component a column of the registry"),
            Map.entry("DecisionChange", "one component a field of the JSON of policy diff"),
            Map.entry("ExemptionGrant", "one component a column of the registry"),
            Map.entry("FaceCall", "what a wire reads, and what the gateway adds to it"),
            Map.entry("GatewaySettings", "one component a group of options"),
            Map.entry("LedgerSettings", "one component an option, each with a default"),
            Map.entry("Organisation", "one component a column of the registry"),
            Map.entry("OwnedResource", "one component a column of the registry"),
            Map.entry("RegistrySnapshot", "one component a table that calls read"),
            Map.entry("RestOperation", "one component a key of the catalogue"),
            Map.entry("Rule", "one component a key of a rule"),
            Map.entry("Refusal", "one component a field that its caller reads"));

    /** The architecture document: each room and the rooms it may import; only {@code app} may import all. */
    private static final Map<String, Set<String>> MAY_IMPORT = new TreeMap<>(Map.ofEntries(
            Map.entry("call", Set.of()),
            Map.entry("json", Set.of()),
            Map.entry("catalogue", Set.of("call")),
            Map.entry("integrity", Set.of("call")),
            Map.entry("identity", Set.of("call")),
            Map.entry("registry", Set.of("call", "json", "integrity", "identity")),
            Map.entry("policy", Set.of("call", "json", "catalogue", "identity")),
            Map.entry("ledger", Set.of("call", "json", "integrity", "identity", "policy")),
            Map.entry("engine", Set.of("call", "integrity")),
            Map.entry(
                    "vendor",
                    Set.of("call", "json", "catalogue", "integrity", "identity", "policy", "ledger", "engine")),
            Map.entry("gateway", Set.of("call", "identity", "registry", "policy", "ledger", "vendor")),
            Map.entry("http", Set.of("call", "json", "catalogue", "identity", "gateway", "vendor")),
            Map.entry(
                    "usecase",
                    Set.of("call", "json", "catalogue", "integrity", "identity", "registry", "policy", "ledger")),
            Map.entry(
                    "console",
                    Set.of("call", "json", "integrity", "identity", "registry", "policy", "ledger", "usecase")),
            Map.entry("admin", Set.of("call", "json", "identity", "registry", "ledger", "usecase")),
            Map.entry(
                    "cli",
                    Set.of(
                            "call",
                            "json",
                            "catalogue",
                            "integrity",
                            "identity",
                            "registry",
                            "policy",
                            "ledger",
                            "usecase"))));

    private static final Pattern PACKAGE_ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\|");

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void eachRoomImportsOnlyTheRoomsListed() {
        MAY_IMPORT.forEach((room, allowed) -> noClasses()
                .that(inRoom(Set.of(room)))
                .should()
                .dependOnClassesThat(describe(
                        "stand in a room not listed for " + room,
                        (JavaClass used) -> used.getPackageName().startsWith(ROOT)
                                && !room(used).equals(room)
                                && !allowed.contains(room(used))))
                .check(ALL));
    }

    @Test
    void noRoomIsUnlisted() {
        var rooms = new java.util.HashSet<>(MAY_IMPORT.keySet());
        rooms.add("app");
        classes().should(new RoomIsOneOf(rooms)).check(ALL);
    }

    /** The table of packages in docs/flow.md lists each package, after all that it may import. */
    @Test
    void thePageListsThePackagesInTheOrderOfTheirImports() throws IOException {
        assertThat(misplaced(Files.readString(Path.of("docs/flow.md")))).isEmpty();
    }

    /** Broken controls: a wrong name, and two packages in the wrong order. */
    @Test
    void aWrongTableOfPackagesIsFound() throws IOException {
        var page = Files.readString(Path.of("docs/flow.md"));
        assertThat(misplaced(page.replace("| `vendor` |", "| `provider` |"))).contains("provider", "vendor");
        assertThat(misplaced(page.replace("| `ledger` | records", "| `x` | records")
                        .replace("| `policy` | takes", "| `ledger` | takes")
                        .replace("| `x` |", "| `policy` |")))
                .containsExactly("ledger before policy");
    }

    private static Set<String> misplaced(String page) {
        var listed = PACKAGE_ROW
                .matcher(page.substring(page.indexOf("| package | what it is |")))
                .results()
                .map(row -> row.group(1))
                .toList();
        var rooms = new TreeSet<>(MAY_IMPORT.keySet());
        rooms.add("app");
        var found = new TreeSet<String>();
        listed.stream().filter(room -> !rooms.contains(room)).forEach(found::add);
        rooms.stream().filter(room -> !listed.contains(room)).forEach(found::add);
        MAY_IMPORT.forEach((room, imported) -> imported.stream()
                .filter(other -> listed.contains(room) && listed.indexOf(other) > listed.indexOf(room))
                .forEach(other -> found.add(room + " before " + other)));
        return found;
    }

    /** A key of the sandbox permits no more and no less. */
    @Test
    void policiesDoNotReadWhetherAKeyIsOfTheSandbox() {
        noClasses()
                .that(inRoom(Set.of("policy")))
                .should()
                .callMethod(io.facegate.identity.Caller.class, "sandbox")
                .orShould()
                .callMethod(io.facegate.identity.Caller.class, "credential")
                .check(ALL);
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(ALL);
    }

    /** At any depth: a reader can take the packages one after the other, from those that need none. */
    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(ALL);
    }

    @Test
    void noTwoTypesHaveOneName() throws IOException {
        var names = new TreeMap<String, List<Path>>();
        for (var file : sources()) {
            if (!file.endsWith("package-info.java")) {
                names.computeIfAbsent(file.getFileName().toString(), any -> new ArrayList<>())
                        .add(file);
            }
        }
        names.values().removeIf(files -> files.size() == 1);
        assertThat(names).isEmpty();
    }

    @Test
    void callKnowsOnlyTheJdk() {
        classes()
                .that(inRoom(Set.of("call")))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + ".call..", "java..", "javax.crypto..", "org.jspecify..")
                .check(ALL);
    }

    @Test
    void theCoreKnowsNoFramework() {
        noClasses()
                .that(inRoom(Set.of(
                        "call",
                        "catalogue",
                        "integrity",
                        "identity",
                        "registry",
                        "policy",
                        "ledger",
                        "engine",
                        "gateway",
                        "usecase")))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta..", "io.quarkus..", "io.smallrye..", "io.vertx..")
                .check(ALL);
    }

    @Test
    void futuresStayAtTheEdges() {
        noClasses()
                .that(inRoom(Set.of("call", "catalogue", "integrity", "identity", "registry", "policy", "gateway")))
                .should()
                .dependOnClassesThat()
                .haveSimpleName("CompletionStage")
                .orShould()
                .dependOnClassesThat()
                .haveSimpleName("CompletableFuture")
                .check(ALL);
    }

    /** What every command does the same, such as exit codes and the sentence of a fault, is in one class. */
    @Test
    void everyCommandExtendsOneClass() {
        // Main is the group of all commands, and adds only those that it is asked for.
        assertThat(otherCommands(ALL)).containsExactlyInAnyOrder("Main", "CompletionCommand", "ManCommand");
    }

    @Command(name = "alone")
    private static final class Alone {}

    @Test
    void aCommandOfItsOwnKindIsFound() {
        assertThat(otherCommands(new ClassFileImporter().importClasses(Alone.class)))
                .containsExactly("Alone");
    }

    /** A group of commands does nothing by itself. */
    private static List<String> otherCommands(JavaClasses types) {
        return types.stream()
                .filter(type -> type.isAnnotatedWith(Command.class))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .filter(type -> type.getAnnotationOfType(Command.class).subcommands().length == 0)
                .filter(type -> !type.isAssignableTo(FacegateCommand.class))
                .map(JavaClass::getSimpleName)
                .toList();
    }

    @Test
    void noNoiseNames() {
        assertThat(ALL.stream()
                        .map(JavaClass::getSimpleName)
                        .filter(name -> name.matches(
                                ".*(Impl|Manager|Helper|Util|Utils|Processor)$|^(Base|Abstract|Default)[A-Z].*")))
                .isEmpty();
    }

    @Test
    void filesStayShort() throws IOException {
        for (var file : sources()) {
            assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(LINES);
        }
    }

    @Test
    void methodsStayShort() throws IOException {
        for (var file : sources()) {
            assertThat(MethodLengths.over(METHOD_LINES, Files.readAllLines(file)))
                    .as(file.toString())
                    .isEmpty();
        }
    }

    @Test
    void parametersStayFew() {
        var long1 = new ArrayList<String>();
        for (var type : ALL) {
            type.getMethods().stream()
                    .filter(method -> !method.getModifiers().toString().contains("SYNTHETIC"))
                    .filter(method -> method.getRawParameterTypes().size() > PARAMETERS)
                    .forEach(method -> long1.add(method.getFullName()));
            if (!type.isRecord() && !type.isEnum() && !type.isAnonymousClass() && !type.isLocalClass()) {
                type.getConstructors().stream()
                        .filter(made -> made.getRawParameterTypes().size() > PARAMETERS)
                        .forEach(made -> long1.add(made.getFullName()));
            }
        }
        assertThat(long1).isEmpty();
    }

    private static Set<String> wideRecords(JavaClasses types) {
        return types.stream()
                .filter(type -> type.isRecord() && type.reflect().getRecordComponents().length > COMPONENTS)
                .map(type -> type.getName().substring(type.getPackageName().length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Components are parameters too: more than seven want a type. */
    @Test
    void recordsStayNarrow() {
        assertThat(wideRecords(ALL)).isEqualTo(new TreeSet<>(WIDE_RECORDS.keySet()));
    }

    private record TooWide(int a, int b, int c, int d, int e, int f, int g, int h) {}

    @Test
    void aWideRecordIsFound() {
        assertThat(wideRecords(new ClassFileImporter().importClasses(TooWide.class)))
                .containsExactly("HouseRulesTest$TooWide");
    }

    @Test
    void onlyTheEdgesCatchEverything() throws IOException {
        for (var file : sources()) {
            var inside = SOURCES.relativize(file).toString();
            if (inside.matches(
                    "io/facegate/(app|http|vendor|engine|cli|console|admin)/.*|io/facegate/(policy/FailClosedPolicies|gateway/Gateway).java")) {
                continue;
            }
            assertThat(Files.readString(file))
                    .as(inside)
                    .doesNotContainPattern("catch \\((Exception|Throwable|RuntimeException) ");
        }
    }

    private static List<Path> sources() throws IOException {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static DescribedPredicate<JavaClass> inRoom(Set<String> rooms) {
        return describe("stand in " + rooms, type -> rooms.contains(room(type)));
    }

    static String room(JavaClass type) {
        var inside = type.getPackageName()
                .substring(Math.min(ROOT.length(), type.getPackageName().length()));
        return inside.isEmpty() ? "" : inside.substring(1).split("\\.")[0];
    }

    private static final class RoomIsOneOf extends com.tngtech.archunit.lang.ArchCondition<JavaClass> {
        private final Set<String> rooms;

        RoomIsOneOf(Set<String> rooms) {
            super("stand in one of " + rooms);
            this.rooms = rooms;
        }

        @Override
        public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
            if (!rooms.contains(room(type))) {
                events.add(com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                        type, type.getName() + " is in no room"));
            }
        }
    }
}
