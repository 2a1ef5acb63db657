package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.facegate.cli.admin.AdminApiClient;
import io.facegate.registry.RegistryException.Unacceptable;
import io.facegate.registry.RegistryException.Unusable;
import io.facegate.usecase.registry.MintedKeyFile;
import io.facegate.usecase.registry.RegistryPlan.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of organisations in parts, at a gateway that a test plays: it mints two keys in one request. */
class RemoteRegistryApplyTest {
    private static final int KEYS = 5;
    private static final int AT_ONCE = 2;

    @TempDir
    private Path folder;

    private final List<String> asked = new ArrayList<>();
    private final List<Step> told = new ArrayList<>();
    private HttpServer gateway;
    private int minted;
    private boolean added;
    private int refuseFrom = Integer.MAX_VALUE;
    private int status = 422;
    private int otherPlanFrom = Integer.MAX_VALUE;
    private long keptBefore;

    @BeforeEach
    void start() throws IOException {
        gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        gateway.createContext("/", this::answer);
        gateway.start();
    }

    @AfterEach
    void stop() {
        gateway.stop(0);
    }

    private Path keys() {
        return folder.resolve("keys.jsonl");
    }

    private RemoteRegistryApply sender() {
        var client = new AdminApiClient(
                URI.create("http://127.0.0.1:" + gateway.getAddress().getPort()), "a-token", "x");
        return new RemoteRegistryApply(
                client, "organisations: []".getBytes(StandardCharsets.UTF_8), new MintedKeyFile(keys()), told::add);
    }

    private long kept() throws IOException {
        return Files.exists(keys()) ? Files.readAllLines(keys()).size() : 0;
    }

    private static String steps(boolean add, int from, int until) {
        var mints = IntStream.range(from, until)
                .mapToObj(at ->
                        "{\"act\":\"mint\",\"subject\":\"hope\",\"fields\":{\"label\":{\"after\":\"k" + at + "\"}}}");
        var all = mints.collect(Collectors.toCollection(ArrayList::new));
        if (add) {
            all.addFirst("{\"act\":\"add\",\"subject\":\"hope\",\"fields\":{}}");
        }
        all.add("{\"act\":\"drift\",\"subject\":\"organisation/old\",\"fields\":{}}");
        return "\"steps\":" + all + ",\"unchanged\":0";
    }

    private void answer(HttpExchange exchange) throws IOException {
        var query = exchange.getRequestURI().getQuery();
        asked.add(query + ' ' + exchange.getRequestHeaders().getFirst("If-Match"));
        exchange.getRequestBody().readAllBytes();
        if (query.equals("plan=true")) {
            exchange.getResponseHeaders().add("ETag", "\"" + minted + '"');
            send(exchange, 200, '{' + steps(!added, minted, minted >= otherPlanFrom ? KEYS + 1 : KEYS) + '}');
            return;
        }
        assertThat(kept()).as("every key that was minted before is on disk").isEqualTo(minted);
        keptBefore = kept();
        if (minted >= refuseFrom) {
            send(exchange, status, "{\"detail\":\"Nothing was changed. No.\"}");
            return;
        }
        int until = Math.min(KEYS, minted + AT_ONCE);
        var keys = IntStream.range(minted, until)
                .mapToObj(at -> "{\"accessKeyId\":\"FGAK" + at + "\"}")
                .toList();
        var waiting = until == KEYS ? "" : ",\"waiting\":{\"organisations\":0,\"keys\":" + (KEYS - until) + '}';
        var body = '{' + steps(!added, minted, until) + ",\"minted\":" + keys + waiting + '}';
        added = true;
        minted = until;
        send(exchange, 200, body);
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            var bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private List<String> acts() {
        return told.stream().map(Step::act).toList();
    }

    @Test
    void eachPartIsTheRestOfThePlanAndItsSecretsAreOnDiskBeforeTheNext() throws IOException {
        var sender = sender();
        sender.send();
        assertThat(asked)
                .containsExactly(
                        "plan=true null",
                        "part=true \"0\"",
                        "plan=true null",
                        "part=true \"2\"",
                        "plan=true null",
                        "part=true \"4\"");
        assertThat(keptBefore).isEqualTo(4);
        assertThat(kept()).isEqualTo(KEYS);
        assertThat(acts()).containsExactly("add", "mint", "mint", "mint", "mint", "mint", "drift");
        assertThat(sender.done().summary("Done: "))
                .isEqualTo("Done: 1 organisations added, 0 changed, 5 keys minted, 0 unchanged."
                        + " Not in the file, and left as they are: 1.");
    }

    @Test
    void aPartThatIsRefusedLosesNothingThatWasMinted() throws IOException {
        refuseFrom = 4;
        assertThatThrownBy(() -> sender().send())
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("on record: 1 of 1 organisations, 4 of 5 keys")
                .hasMessageContaining("The rest was not changed. No.")
                .hasMessageContaining("run the same command again")
                .hasMessageNotContaining("Nothing was changed");
        assertThat(kept()).isEqualTo(4);
        assertThat(acts()).containsExactly("add", "mint", "mint", "mint", "mint");
    }

    @Test
    void afterAnAnswerThatFailedItSaysWhichKeysMayBeValid() throws IOException {
        refuseFrom = 2;
        status = 503;
        assertThatThrownBy(() -> sender().send())
                .isInstanceOf(Unusable.class)
                .hasMessageContaining("2 of 5 keys")
                .hasMessageContaining("may be valid whose secrets are in no file");
        assertThat(kept()).isEqualTo(2);
    }

    @Test
    void aRefusalOfTheFirstPartLeavesNoFile() {
        refuseFrom = 0;
        assertThatThrownBy(() -> sender().send())
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("Nothing was changed");
        assertThat(keys()).doesNotExist();
    }

    /** What somebody changed between two parts is not what was planned. */
    @Test
    void aChangeBetweenTwoPartsStopsIt() throws IOException {
        otherPlanFrom = 2;
        assertThatThrownBy(() -> sender().send())
                .isInstanceOf(Unacceptable.class)
                .hasMessageContaining("Somebody changed the registry meanwhile")
                .hasMessageContaining("2 of 5 keys");
        assertThat(asked).hasSize(3);
        assertThat(kept()).isEqualTo(2);
    }
}
