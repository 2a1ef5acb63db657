package io.facegate.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.marcnuri.helm.Helm;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.facegate.app.CommandNames;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Helm chart: checked and rendered by Helm, and read with Kubernetes' own types. */
class HelmChartTest {
    @TempDir
    private Path folder;

    @Test
    void helmFindsNothingWrong() {
        var result = new Helm(HelmChart.FOLDER).lint().strict().call();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.contains("[ERROR]") || line.contains("[WARNING]"));
    }

    @ParameterizedTest
    @ValueSource(strings = {HelmChart.ALONE, "shared"})
    void everyFieldIsOneThatKubernetesHas(String values) throws Exception {
        var objects = HelmChart.objects(folder, values.equals("shared") ? HelmChart.SHARED : values);
        assertThat(objects).hasSizeGreaterThan(4);
        for (var object : objects) {
            assertThat(unknown(object)).as(object.getKind()).isEmpty();
        }
    }

    @Test
    void theControlFindsAFieldThatKubernetesHasNot() throws Exception {
        var json = new ObjectMapper();
        var planted = json.readTree("""
            {"apiVersion": "apps/v1", "kind": "StatefulSet", "metadata": {"name": "a"},
             "spec": {"template": {"spec": {"containers": [{"name": "a", "readinesProbe": {}}]}}}}\
            """);
        assertThat(unknown(json.treeToValue(planted, HelmChart.typeOf(planted))))
                .containsExactly("readinesProbe");
    }

    /** The names of fields, anywhere in an object, that its types do not have. */
    private static List<String> unknown(Object node) throws ReflectiveOperationException {
        var found = new ArrayList<String>();
        switch (node) {
            case null -> {}
            case Collection<?> many -> {
                for (var each : many) {
                    found.addAll(unknown(each));
                }
            }
            case Object model when model.getClass().getName().startsWith("io.fabric8.") -> found.addAll(fields(model));
            default -> {}
        }
        return found;
    }

    private static List<String> fields(Object model) throws ReflectiveOperationException {
        var found = new ArrayList<String>();
        for (var getter : model.getClass().getMethods()) {
            if (!getter.getName().startsWith("get") || getter.getParameterCount() > 0) {
                continue;
            }
            try {
                var value = getter.invoke(model);
                if (getter.getName().equals("getAdditionalProperties")) {
                    ((Map<?, ?>) value).keySet().forEach(key -> found.add(key.toString()));
                } else {
                    found.addAll(unknown(value));
                }
            } catch (InvocationTargetException notSet) {
                throw new AssertionError(getter.toString(), notSet);
            }
        }
        return found;
    }

    /** What Kubernetes' restricted standard for pods asks, and the image promises. */
    @ParameterizedTest
    @ValueSource(strings = {HelmChart.ALONE, "shared"})
    void podsHaveNoRights(String values) throws Exception {
        var pod = stateful(values.equals("shared") ? HelmChart.SHARED : values)
                .getSpec()
                .getTemplate()
                .getSpec();
        assertThat(pod.getAutomountServiceAccountToken()).isFalse();
        assertThat(pod.getEnableServiceLinks()).isFalse();
        assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(20);
        for (var container : containers(pod.getContainers(), pod.getInitContainers())) {
            var rights = container.getSecurityContext();
            assertThat(rights.getAllowPrivilegeEscalation()).isFalse();
            assertThat(rights.getReadOnlyRootFilesystem()).isTrue();
            assertThat(rights.getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getVolumeMounts())
                    .filteredOn(mount -> !Boolean.TRUE.equals(mount.getReadOnly()))
                    .extracting(VolumeMount::getMountPath)
                    .containsExactlyInAnyOrder("/data", "/tmp");
        }
    }

    private static List<Container> containers(List<Container> gateways, List<Container> before) {
        return Stream.concat(gateways.stream(), before.stream()).toList();
    }

    /** With PostgreSQL too: what a gateway remembers must outlive its pod. */
    @ParameterizedTest
    @ValueSource(strings = {HelmChart.ALONE, "shared"})
    void eachGatewayKeepsItsFolderOnAVolumeOfItsOwn(String values) throws Exception {
        var gateways = stateful(values.equals("shared") ? HelmChart.SHARED : values);
        assertThat(keepsItsFolder(gateways)).isTrue();
        gateways.getSpec().setVolumeClaimTemplates(List.of());
        assertThat(keepsItsFolder(gateways)).as("the control").isFalse();
    }

    private static boolean keepsItsFolder(StatefulSet gateways) {
        var gateway = gateways.getSpec().getTemplate().getSpec().getContainers().getFirst();
        var data = gateway.getEnv().stream()
                .filter(variable -> variable.getName().equals("FACEGATE_DATA"))
                .findFirst()
                .orElseThrow()
                .getValue();
        return gateway.getVolumeMounts().stream()
                .filter(mount -> data.startsWith(mount.getMountPath() + '/'))
                .anyMatch(mount -> gateways.getSpec().getVolumeClaimTemplates().stream()
                        .anyMatch(claim -> claim.getMetadata().getName().equals(mount.getName())));
    }

    /** Each variable is one of an option of serve, or the image's. */
    @Test
    void everyVariableIsAnOptionOfServe() throws Exception {
        var options = optionsOfServe();
        for (var variable : environment(HelmChart.SHARED)) {
            if (!variable.getName().equals("JDK_JAVA_OPTIONS")) {
                assertThat(options)
                        .contains(variable.getName()
                                .substring("FACEGATE_".length())
                                .toLowerCase()
                                .replace('_', '-'));
            }
        }
    }

    /** An option that is added to serve is added to the chart, in the group of those like it. */
    @Test
    void everyOptionOfServeCanBeSet() throws Exception {
        var schema = new ObjectMapper().readTree(Files.readString(HelmChart.FOLDER.resolve("values.schema.json")));
        var settable = new TreeSet<String>();
        for (var group : List.of("settings", "secretFiles", "configFiles")) {
            schema.at("/properties/" + group + "/propertyNames/enum").forEach(name -> settable.add(name.asText()));
        }
        environment(HelmChart.SHARED).stream()
                .map(EnvVar::getName)
                .filter(name -> name.startsWith("FACEGATE_"))
                .forEach(name -> settable.add(
                        name.substring("FACEGATE_".length()).toLowerCase().replace('_', '-')));
        // Ports are the chart's; the rest is for a person at a terminal.
        settable.addAll(List.of(
                "port", "admin-host", "health-host", "health-port", "tls-port", "json", "trust-loopback", "read-only"));
        assertThat(settable).isEqualTo(new TreeSet<>(optionsOfServe()));
    }

    private static List<String> optionsOfServe() {
        return CommandNames.line().getSubcommands().get("serve").getCommandSpec().options().stream()
                .map(option -> option.longestName().substring(2))
                .filter(name -> !name.equals("help") && !name.equals("version"))
                .toList();
    }

    private List<EnvVar> environment(String values) throws IOException {
        return stateful(values)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getEnv();
    }

    @Test
    void gatewaysOfOneDatabaseVerifyItAndJoinFirst() throws Exception {
        var pod = stateful(HelmChart.SHARED).getSpec().getTemplate().getSpec();
        assertThat(pod.getInitContainers())
                .singleElement()
                .satisfies(join -> assertThat(join.getArgs())
                        .containsExactly(
                                "gateway", "join", "--mounted", "--from", "/secrets/keys", "--to", "/data/facegate"));
        assertThat(pod.getContainers().getFirst().getEnv())
                .filteredOn(variable -> variable.getName().equals("FACEGATE_LEDGER"))
                .singleElement()
                .extracting(EnvVar::getValue)
                .isEqualTo("jdbc:postgresql://db.example:5432/facegate?user=gateway&sslmode=verify-full"
                        + "&sslrootcert=/secrets/postgres-authority/ca.crt");
        assertThat(pod.getContainers().getFirst().getVolumeMounts())
                .as("A gateway has its keys in its own folder")
                .noneMatch(mount -> mount.getMountPath().equals("/secrets/keys"));
    }

    /** What drains a node takes one gateway at a time, and selects the pods that the chart makes. */
    @ParameterizedTest
    @ValueSource(strings = {HelmChart.ALONE, "shared"})
    void aDrainTakesOneGatewayAtATime(String values) throws Exception {
        var chart = values.equals("shared") ? HelmChart.SHARED : values;
        var budget = only(PodDisruptionBudget.class, chart);
        assertThat(budget.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(1);
        assertThat(budget.getSpec().getMinAvailable()).isNull();
        assertThat(budget.getSpec().getSelector().getMatchExpressions()).isEmpty();
        assertThat(budget.getSpec().getSelector().getMatchLabels())
                .as("neither all pods of the namespace nor none")
                .isNotEmpty()
                .isEqualTo(stateful(chart).getSpec().getSelector().getMatchLabels());
        assertThat(stateful(chart).getSpec().getTemplate().getMetadata().getLabels())
                .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels());
        var two = only(PodDisruptionBudget.class, chart + "podDisruptionBudget: {maxUnavailable: 2}\n");
        assertThat(two.getSpec().getMaxUnavailable().getIntVal()).isEqualTo(2);
    }

    @Test
    void theNumberOfGatewaysFollowsTheirLoadWithinBounds() throws Exception {
        var scaler = only(HorizontalPodAutoscaler.class, HelmChart.SHARED);
        var gateways = stateful(HelmChart.SHARED);
        var target = scaler.getSpec().getScaleTargetRef();
        assertThat(target.getApiVersion()).isEqualTo(gateways.getApiVersion());
        assertThat(target.getKind()).isEqualTo(gateways.getKind()).isEqualTo("StatefulSet");
        assertThat(target.getName()).isEqualTo(gateways.getMetadata().getName());
        assertThat(scaler.getSpec().getMinReplicas()).isEqualTo(2);
        assertThat(scaler.getSpec().getMaxReplicas()).isEqualTo(6);
        assertThat(scaler.getSpec().getMetrics()).singleElement().satisfies(metric -> {
            assertThat(metric.getResource().getName()).isEqualTo("cpu");
            assertThat(metric.getResource().getTarget().getAverageUtilization()).isEqualTo(70);
        });
        assertThat(gateways.getSpec().getReplicas())
                .as("an update of the chart does not set the number back")
                .isNull();
        assertThat(gateways.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getResources()
                        .getRequests())
                .as("a share of what is requested")
                .containsKey("cpu");
    }

    @Test
    void withoutAutoscalingTheNumberIsTheOperators() throws Exception {
        assertThat(HelmChart.objects(folder, HelmChart.ALONE)).noneMatch(HorizontalPodAutoscaler.class::isInstance);
        assertThat(stateful(HelmChart.ALONE).getSpec().getReplicas()).isEqualTo(1);
    }

    @Test
    void nothingButDnsIsReachedUnlessItIsListed() throws Exception {
        var policy = only(NetworkPolicy.class, HelmChart.ALONE);
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getEgress()).singleElement().satisfies(dns -> {
            assertThat(dns.getTo()).isEmpty();
            assertThat(dns.getPorts()).allMatch(port -> port.getPort().getIntVal() == 53);
        });
        var ports = policy.getSpec().getIngress().getFirst().getPorts();
        assertThat(ports).extracting(port -> port.getPort().getStrVal()).containsExactly("http", "https");
        assertThat(only(NetworkPolicy.class, HelmChart.SHARED).getSpec().getEgress())
                .hasSize(2);
    }

    /** Callers do not reach it, and nobody does who is not named. */
    @Test
    void theAdminApiHasAPortOfItsOwnThatOnlyAdministratorsReach() throws Exception {
        assertThat(environment(HelmChart.SHARED))
                .filteredOn(variable -> variable.getName().equals("FACEGATE_ADMIN_PORT"))
                .singleElement()
                .extracting(EnvVar::getValue)
                .isEqualTo("8444");
        var rules = only(NetworkPolicy.class, HelmChart.SHARED).getSpec().getIngress();
        assertThat(rules)
                .filteredOn(rule -> rule.getPorts().stream()
                        .anyMatch(port -> "admin".equals(port.getPort().getStrVal())))
                .singleElement()
                .satisfies(rule -> {
                    assertThat(rule.getPorts()).hasSize(1);
                    assertThat(rule.getFrom().toString()).contains("registrars").doesNotContain("search");
                });
        assertThat(HelmChart.objects(folder, HelmChart.SHARED))
                .extracting(each -> each.getMetadata().getName())
                .contains("fg-admin");
        var unnamed = "contact: a@b.c\ntls: {secret: t}\nadmin: {enabled: true}\n";
        assertThat(only(NetworkPolicy.class, unnamed).getSpec().getIngress()).hasSize(1);
        assertThat(HelmChart.objects(folder, HelmChart.ALONE))
                .extracting(each -> each.getMetadata().getName())
                .doesNotContain("fg-admin");
    }

    /** As docs/deploy.md has it: the bundle, its signers, and the way to it. */
    @Test
    void theExampleOfABundleIsAGatewayThatMayFetchIt() throws Exception {
        var page = Files.readString(Path.of("docs/deploy.md"));
        var example = page.substring(page.lastIndexOf("```yaml\n", page.indexOf("policy-signers: {")) + 8);
        var values = example.substring(0, example.indexOf("```")) + "contact: a@b.c\n";
        assertThat(environment(values))
                .filteredOn(variable -> variable.getName().startsWith("FACEGATE_POLICY_"))
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactlyInAnyOrder(
                        tuple("FACEGATE_POLICY_BUNDLE", "https://policies.example/facegate.bundle"),
                        tuple("FACEGATE_POLICY_BUNDLE_CA", "/config/policy-bundle-ca/ca.crt"),
                        tuple("FACEGATE_POLICY_SIGNERS", "/config/policy-signers/signers"));
        assertThat(only(NetworkPolicy.class, values).getSpec().getEgress()).hasSize(2);
        // A bundle that a file brings needs no way out.
        assertThat(environment("contact: a@b.c\nsettings: {policy-bundle: /data/b}\n"))
                .anyMatch(variable -> variable.getName().equals("FACEGATE_POLICY_BUNDLE"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        replicas: 1 | contact
        {contact: a@b.c, replicas: 2} | several gateways need one ledger and registry
        {contact: a@b.c, autoscaling: {enabled: true}} | several gateways need one ledger and registry
        {contact: a@b.c, settings: {aws-regoin: eu-west-1}} | aws-regoin
        {contact: a@b.c, settings: {azure-key: abc}} | azure-key
        {contact: a@b.c, provider: [clarifai]} | provider
        {contact: a@b.c, replica: 2} | replica
        {contact: a@b.c, postgres: {url: "jdbc:postgresql://db/facegate?user=gateway"}} | postgres.keys.secret
        {contact: a@b.c, postgres: {url: "jdbc:postgresql://db/facegate"}} | postgres
        {contact: a@b.c, image: {digest: latest}} | digest
        {contact: a@b.c, admin: {enabled: true}} | tls.secret
        {contact: a@b.c, settings: {policy-bundle: "https://p.example/b"}} | networkPolicy.egress
        """)
    void valuesThatWouldNotWorkAreRefusedWithTheirName(String values, String named) {
        assertThatThrownBy(() -> HelmChart.documents(folder, values)).hasMessageContaining(named);
    }

    @Test
    void theVersionIsThatOfTheBuild() throws IOException {
        var version =
                Files.readString(Path.of("pom.xml")).split("<version>", 3)[1].split("[<-]", 2)[0];
        assertThat(Files.readString(HelmChart.FOLDER.resolve("Chart.yaml")))
                .contains("\nversion: " + version + "\n", "\nappVersion: \"" + version + "\"\n");
    }

    private StatefulSet stateful(String values) throws IOException {
        return only(StatefulSet.class, values);
    }

    private <T extends HasMetadata> T only(Class<T> type, String values) throws IOException {
        var found = HelmChart.objects(folder, values).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
