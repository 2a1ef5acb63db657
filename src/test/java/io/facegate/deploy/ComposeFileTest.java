package io.facegate.deploy;

import static io.facegate.deploy.ComposeFile.names;
import static io.facegate.deploy.ComposeFile.strings;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.facegate.app.CommandNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The Compose file: valid, whole, pinned, without rights, and closed to other machines. */
class ComposeFileTest {
    private static final Path SCHEMA = Path.of("src/test/resources/compose/compose-spec.json");
    private static final Pattern PINNED = Pattern.compile("[a-z./-]+:v?\\d+\\.\\d+[0-9A-Za-z._-]*");
    private static final Pattern GIVEN = Pattern.compile("give (\\d+) (\\w+)");
    private static final Set<String> WRITES_INTO_ITS_IMAGE = Set.of("kafka", "keycloak");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComposeFile file;

    @BeforeEach
    void read() throws IOException {
        file = ComposeFile.read();
    }

    @Test
    void isValidByTheSchemaOfTheSpecification() throws IOException {
        var schema = schema();
        assertThat(schema.validate(file.tree())).isEmpty();
        var planted = (ObjectNode) file.tree().deepCopy();
        ((ObjectNode) planted.at("/services/db")).put("depend_on", "secrets");
        assertThat(schema.validate(planted)).isNotEmpty();
    }

    private static JsonSchema schema() throws IOException {
        var tree = (ObjectNode) JSON.readTree(SCHEMA.toFile());
        tree.remove("$id");
        return JsonSchemaFactory.getInstance(VersionFlag.V7).getSchema(tree);
    }

    @Test
    void everyImageIsPinnedAndTheGatewaysIsTheBuilds() throws IOException {
        var version =
                Files.readString(Path.of("pom.xml")).split("<version>", 3)[1].split("[<-]", 2)[0];
        var tests = Files.readString(Path.of("pom.xml"));
        for (var service : file.services()) {
            var image = file.service(service).path("image").asText();
            assertThat(image).as(service).matches(PINNED);
            if (image.startsWith("facegate:")) {
                assertThat(image).isEqualTo("facegate:" + version);
            }
        }
        assertThat(tests)
                .as("the suite's Keycloak is that of the file")
                .contains("<keycloak.version>"
                        + file.service("keycloak").get("image").asText().split(":")[1] + '<');
    }

    @Test
    void whatIsNamedExistsAndWhatExistsIsUsed() {
        var volumes = new TreeSet<String>();
        var networks = new TreeSet<String>();
        var configs = new TreeSet<String>();
        for (var service : file.services()) {
            volumes.addAll(file.volumes(service).values());
            var own = file.service(service).path("networks");
            networks.addAll(own.isObject() ? names(own) : strings(own));
            file.service(service)
                    .path("configs")
                    .forEach(config -> configs.add(config.get("source").asText()));
            assertThat(file.configs(service).values()).as(service).allMatch(Files::isRegularFile);
            assertThat(file.services())
                    .as(service)
                    .containsAll(names(file.service(service).path("depends_on")));
        }
        assertThat(volumes).isEqualTo(new TreeSet<>(names(file.tree().get("volumes"))));
        assertThat(networks).isEqualTo(new TreeSet<>(names(file.tree().get("networks"))));
        assertThat(configs).isEqualTo(new TreeSet<>(names(file.tree().get("configs"))));
    }

    @Test
    void noServiceHasRightsAndGatewaysCanWriteTheirDataAndTmpOnly() {
        for (var name : file.services()) {
            var service = file.service(name);
            assertThat(strings(service.path("cap_drop"))).as(name).containsExactly("ALL");
            assertThat(strings(service.path("security_opt"))).as(name).containsExactly("no-new-privileges:true");
            assertThat(service.path("privileged").asBoolean()).as(name).isFalse();
            assertThat(service.path("read_only").asBoolean()).as(name).isEqualTo(!WRITES_INTO_ITS_IMAGE.contains(name));
            assertThat(strings(service.path("cap_add")))
                    .as(name)
                    .isEqualTo(name.equals("secrets") ? List.of("CHOWN") : List.of());
        }
        for (var name : ofTheGatewaysImage()) {
            assertThat(file.service(name).path("user").asText()).isEqualTo("65532:65532");
            assertThat(strings(file.service(name).path("tmpfs")))
                    .singleElement()
                    .asString()
                    .startsWith("/tmp:exec,");
            assertThat(strings(file.service(name).path("volumes")))
                    .allMatch(volume -> volume.endsWith(":ro") || volume.endsWith(":/data"));
        }
    }

    private List<String> ofTheGatewaysImage() {
        var found = file.services().stream()
                .filter(name -> file.service(name).path("image").asText().startsWith("facegate:"))
                .toList();
        assertThat(found).hasSize(7);
        return found;
    }

    @Test
    void everyVariableAndWordIsOneThatItsCommandTakes() {
        for (var service : ofTheGatewaysImage()) {
            var words = file.command(service);
            var parsed = CommandNames.lineFor(words).parseArgs(words.toArray(String[]::new));
            while (parsed.hasSubcommand()) {
                parsed = parsed.subcommand();
            }
            if (!service.equals("command") && !service.endsWith("-tables")) {
                var options = parsed.commandSpec().optionsMap().keySet();
                for (var variable : file.environment(service).keySet()) {
                    if (!variable.equals("JDK_JAVA_OPTIONS")) {
                        assertThat(options).contains(option(variable));
                    }
                }
            }
        }
        var serve = CommandNames.line().getSubcommands().get("serve").getCommandSpec();
        assertThat(file.environment("command").keySet())
                .allMatch(variable -> serve.optionsMap().containsKey(option(variable)));
    }

    private static String option(String variable) {
        return "--" + variable.substring("FACEGATE_".length()).toLowerCase().replace('_', '-');
    }

    @Test
    void nothingIsPublishedToOtherMachinesAndTheStoresReachNone() {
        var published = new TreeSet<String>();
        for (var service : file.services()) {
            var ports = strings(file.service(service).path("ports"));
            assertThat(ports).as(service).allMatch(port -> port.startsWith("127.0.0.1:"));
            for (var port : ports) {
                published.add(service);
                assertThat(published.add(port.split(":")[1])).as(port).isTrue();
            }
            var networks = file.service(service).path("networks");
            var names = networks.isObject() ? names(networks) : strings(networks);
            boolean isAlone =
                    file.service(service).path("network_mode").asText().equals("none");
            assertThat(names)
                    .as(service)
                    .hasSameElementsAs(
                            isAlone ? List.of() : ports.isEmpty() ? List.of("inside") : List.of("inside", "outside"));
        }
        assertThat(published).contains("gateway-a", "gateway-b", "keycloak", "prometheus", "grafana");
        assertThat(file.tree().at("/networks/inside/internal").asBoolean()).isTrue();
    }

    @Test
    void theGatewaysDifferInTheirFolderAndAddressOnly() {
        var a = file.service("gateway-a").toString();
        var b = file.service("gateway-b").toString();
        assertThat(b.replace("8444", "8443")
                        .replace("9002", "9001")
                        .replace("b.facegate", "a.facegate")
                        .replace("gateway-b", "gateway-a")
                        .replace("join-b", "join-a"))
                .isEqualTo(a);
        assertThat(file.service("join-b").toString().replace("gateway-b", "gateway-a"))
                .isEqualTo(file.service("join-a").toString());
    }

    /** Each part of the secrets goes to the user that the services run as which mount it. */
    @Test
    void eachServiceCanReadItsSecretsAndNoOther() throws IOException {
        var given = GIVEN.matcher(Files.readString(ComposeFile.FOLDER.resolve("compose/secrets.sh")));
        var volumes = file.volumes("secrets");
        int found = 0;
        while (given.find()) {
            var volume = volumes.get("/secrets/" + given.group(2));
            assertThat(volume).as(given.group()).isNotNull();
            var users = new ArrayList<String>();
            for (var service : file.services()) {
                if (!service.equals("secrets") && file.volumes(service).containsValue(volume)) {
                    users.add(file.service(service).path("user").asText().split(":")[0]);
                }
            }
            assertThat(new TreeSet<>(users)).as(given.group()).containsExactly(given.group(1));
            found++;
        }
        assertThat(found).isGreaterThan(20);
        assertThat(file.services())
                .filteredOn(service -> file.volumes(service).containsValue("authority"))
                .containsExactly("secrets");
        assertThat(file.services())
                .filteredOn(service -> file.volumes(service).containsValue("owner-secrets"))
                .containsExactlyInAnyOrder("secrets", "ledger-tables", "registry-tables");
    }

    @Test
    void theRealmFitsTheGateways() throws IOException {
        var realm = JSON.readTree(
                file.configs("secrets").get("/etc/facegate/facegate-realm.json").toFile());
        var issuer = ComposeFile.yaml(file.configs("gateway-a").get("/etc/facegate/issuers.yaml"))
                .at("/issuers/0");
        assertThat(issuer.get("issuer").asText())
                .isEqualTo(file.environment("keycloak").get("KC_HOSTNAME") + "/realms/"
                        + realm.get("realm").asText());
        assertThat(strings(file.service("keycloak").at("/networks/inside/aliases")))
                .containsExactly("id.facegate.localhost");
        var client = realm.at("/clients/0");
        assertThat(client.get("clientId")).isEqualTo(issuer.at("/console/client"));
        assertThat(client.get("publicClient").asBoolean()).isTrue();
        assertThat(client.at("/attributes/pkce.code.challenge.method").asText()).isEqualTo("S256");
        assertThat(client.get("directAccessGrantsEnabled").asBoolean()).isFalse();
        assertThat(client.at("/protocolMappers/0/config/included.custom.audience"))
                .isEqualTo(issuer.get("audience"));
        assertThat(strings(client.get("redirectUris")))
                .containsExactly(
                        file.environment("gateway-a").get("FACEGATE_CONSOLE_URL") + "/console/login/callback",
                        file.environment("gateway-b").get("FACEGATE_CONSOLE_URL") + "/console/login/callback");
        assertThat(Files.readString(Path.of("docs/deploy.md")))
                .contains("--login-issuer " + issuer.get("issuer").asText() + " --login-subject "
                        + realm.at("/users/0/id").asText() + "\n");
    }

    /** What Grafana's provisioning needs; Grafana itself is not run in the suite. */
    @Test
    void grafanaIsGivenTheDashboardAndItsSource() throws IOException {
        var given = file.configs("grafana");
        var source = ComposeFile.yaml(given.get("/etc/grafana/provisioning/datasources/prometheus.yaml"));
        assertThat(source.get("apiVersion").asInt()).isEqualTo(1);
        var prometheus = source.at("/datasources/0");
        assertThat(prometheus.get("type").asText()).isEqualTo("prometheus");
        assertThat(prometheus.get("access").asText()).isEqualTo("proxy");
        assertThat(file.command("prometheus"))
                .contains("--web.listen-address="
                        + prometheus.get("url").asText().replace("http://prometheus:", "0.0.0.0:"));
        var folder = ComposeFile.yaml(given.get("/etc/grafana/provisioning/dashboards/facegate.yaml"));
        assertThat(folder.get("apiVersion").asInt()).isEqualTo(1);
        assertThat(folder.at("/providers/0/type").asText()).isEqualTo("file");
        var path = Path.of(folder.at("/providers/0/options/path").asText());
        try (var dashboards = Files.list(Path.of("deploy/grafana"))) {
            for (var dashboard : dashboards.toList()) {
                assertThat(given.get(path.resolve(dashboard.getFileName()).toString()))
                        .isEqualTo(dashboard);
                isProvisioned(dashboard);
            }
        }
    }

    private static void isProvisioned(Path dashboard) throws IOException {
        var json = JSON.readTree(dashboard.toFile());
        assertThat(json.has("__inputs")).as("Provisioning fills in no inputs.").isFalse();
        assertThat(sources(json)).containsExactly("${source}");
        assertThat(json.at("/templating/list/0/type").asText()).isEqualTo("datasource");
        assertThat(json.at("/templating/list/0/query").asText()).isEqualTo("prometheus");
    }

    private static Set<String> sources(JsonNode dashboard) {
        var found = new TreeSet<String>();
        dashboard
                .findValues("datasource")
                .forEach(each -> found.add(each.path("uid").asText()));
        return found;
    }

    @Test
    void theCollectorAndPrometheusListenWhereTheyAreAsked() throws IOException {
        var collector = ComposeFile.yaml(file.configs("collector").get("/etc/facegate/collector.yaml"));
        assertThat(file.environment("gateway-a"))
                .containsEntry(
                        "FACEGATE_OTLP",
                        "http://"
                                + collector
                                        .at("/receivers/otlp/protocols/http/endpoint")
                                        .asText()
                                        .replace("0.0.0.0", "collector"));
        var pipeline = collector.at("/service/pipelines/traces");
        for (var part : List.of("receivers", "processors", "exporters")) {
            assertThat(names(collector.get(part))).containsExactlyElementsOf(strings(pipeline.get(part)));
        }
        var prometheus = ComposeFile.yaml(file.configs("prometheus").get("/etc/prometheus/prometheus.yaml"));
        assertThat(file.configs("prometheus"))
                .containsKey(prometheus.at("/rule_files/0").asText());
        assertThat(strings(prometheus.at("/scrape_configs/0/static_configs/0/targets")))
                .containsExactly("gateway-a:9000", "gateway-b:9000");
    }
}
