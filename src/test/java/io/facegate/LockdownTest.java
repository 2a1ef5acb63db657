package io.facegate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facegate.catalogue.VendorApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The policies for cloud accounts are written as their clouds read them, and speak of every operation. */
class LockdownTest {
    private static final Path FOLDER = Path.of("deploy", "lockdown");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The elements of a statement that AWS knows. */
    private static final Set<String> ELEMENTS = Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");

    /** A service control policy is no longer, white space left out. */
    private static final int LONGEST_SCP = 5120;

    private static final int LONGEST_ROLE = 6144;

    private static JsonNode json(String name) throws IOException {
        return JSON.readTree(FOLDER.resolve(name).toFile());
    }

    private static JsonNode yaml(String name) throws IOException {
        var settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
        return JSON.valueToTree(new Load(settings).loadFromString(Files.readString(FOLDER.resolve(name))));
    }

    private static Set<String> keys(JsonNode object) {
        var keys = new TreeSet<String>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static Set<String> words(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws-scp.json", "aws-gateway-role.json", "aws-gateway-trust.json"})
    void amazonsPoliciesAreOfItsGrammar(String name) throws IOException {
        var policy = json(name);
        assertThat(keys(policy)).containsExactly("Statement", "Version");
        assertThat(policy.path("Version").asText()).isEqualTo("2012-10-17");
        var sids = new TreeSet<String>();
        for (var statement : policy.path("Statement")) {
            assertThat(ELEMENTS).containsAll(keys(statement));
            assertThat(statement.path("Effect").asText()).isIn("Allow", "Deny");
            assertThat(statement.path("Sid").asText()).matches("[A-Za-z0-9]+");
            assertThat(sids.add(statement.path("Sid").asText())).isTrue();
            assertThat(words(statement.path("Action")))
                    .isNotEmpty()
                    .allMatch(action -> action.matches("[a-z0-9]+:(\\*|[A-Za-z]+)"));
            boolean trust = name.contains("trust");
            assertThat(statement.has("Principal")).isEqualTo(trust);
            assertThat(statement.has("Resource")).isNotEqualTo(trust);
            for (var operator : statement.path("Condition").properties()) {
                assertThat(operator.getKey()).matches("(Arn|String|Bool|IpAddress|Null)[A-Za-z]*");
            }
        }
        assertThat(policy.toString().length()).isLessThanOrEqualTo(name.contains("scp") ? LONGEST_SCP : LONGEST_ROLE);
    }

    @Test
    void allOfRekognitionIsDeniedToAllButTheGatewaysRoles() throws IOException {
        var deny = json("aws-scp.json").path("Statement").path(0);
        assertThat(deny.path("Effect").asText()).isEqualTo("Deny");
        assertThat(words(deny.path("Action"))).containsExactly("rekognition:*");
        assertThat(deny.path("Resource").asText()).isEqualTo("*");
        assertThat(keys(deny.path("Condition"))).containsExactly("ArnNotLike");
        assertThat(words(deny.at("/Condition/ArnNotLike/aws:PrincipalArn")))
                .containsExactly("arn:aws:iam::*:role/facegate/*");
    }

    @Test
    void theGatewaysRoleMayDoWhatTheGatewayKnowsAndNoMore() throws IOException {
        var allowed =
                words(json("aws-gateway-role.json").path("Statement").path(0).path("Action"));
        assertThat(allowed)
                .containsExactlyInAnyOrderElementsOf(VendorApi.REKOGNITION.catalogue().operations().values().stream()
                        .map(operation -> "rekognition:" + operation.name())
                        .toList());
    }

    @Test
    void azuresPolicyDeniesEveryKindWithFacesButTheGatewaysOwn() throws IOException {
        var properties = json("azure-policy.json").path("properties");
        assertThat(properties.path("mode").asText()).isEqualTo("Indexed");
        var rule = properties.path("policyRule");
        assertThat(keys(rule)).containsExactly("if", "then");
        assertThat(rule.at("/then/effect").asText()).isEqualTo("deny");
        var all = rule.at("/if/allOf");
        assertThat(all.path(0).path("equals").asText()).isEqualTo("Microsoft.CognitiveServices/accounts");
        assertThat(words(all.path(1).path("in"))).contains("Face", "ComputerVision", "CognitiveServices");
        assertThat(all.toString()).contains("[parameters('gatewayResources')]", "publicNetworkAccess");
        assertThat(properties.path("parameters").has("gatewayResources")).isTrue();
        assertThat(properties.at("/parameters/keys/defaultValue").asText()).isEqualTo("Denied");
        assertThat(all.at("/2/anyOf/2/allOf").toString())
                .contains("[parameters('keys')]", "accounts/disableLocalAuth\",\"notEquals\":true");
    }

    @Test
    void googlesServicesAreDeniedToAllProjectsButOne() throws IOException {
        var everywhere = yaml("gcp-organisation.yaml");
        assertThat(everywhere.path("name").asText())
                .matches("organizations/[A-Z_]+/policies/gcp\\.restrictServiceUsage");
        assertThat(words(everywhere.at("/spec/rules/0/values/deniedValues")))
                .containsExactlyInAnyOrder("vision.googleapis.com", "videointelligence.googleapis.com");
        var own = yaml("gcp-gateway-project.yaml");
        assertThat(own.path("name").asText()).matches("projects/[A-Z_]+/policies/gcp\\.restrictServiceUsage");
        assertThat(own.at("/spec/inheritFromParent").asBoolean(true)).isFalse();
        assertThat(own.at("/spec/rules/0/allowAll").asBoolean()).isTrue();
    }

    @Test
    void everyFileIsExplained() throws IOException {
        var told = Files.readString(FOLDER.resolve("README.md"));
        try (var files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.equals("README.md")))
                    .isNotEmpty()
                    .allMatch(name -> told.contains('`' + name + '`'));
        }
    }
}
