package io.facegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import io.facegate.app.server.ListenAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What somebody types wrong, as the command line answers it: exit 2, one sentence that names the option, what is wrong and
 * what to do, and no word of Java's.
 */
class WrongOptionsTest {
    @TempDir
    private static Path folder;

    /** Quarkus sets it for its own tests in this process; a gateway of its own has it from nobody. */
    private static final String OF_QUARKUS_TESTS = "vertx.disableTCCL";

    private static String before;

    @BeforeAll
    static void prepare() throws Exception {
        before = System.clearProperty(OF_QUARKUS_TESTS);
        Files.writeString(folder.resolve("file"), "hello\n");
        Files.createDirectories(folder.resolve("folder"));
        SelfSigned.pem(folder, "ip:127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(ints = {0x07, 0x85, 0x200b, 0x2028, 0x2029})
    void aContactIsOneLineOfVisibleCharacters(int character) {
        serveSaysWhatIsWrong(
                "--contact=a" + Character.toString(character) + "b",
                "--contact must be one line of 1 to 200 characters");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        --port abc                                  | --port is 'abc'; it must be a port, a number up to 65535
        --port 99999999999                          | --port is '99999999999'; it must be a port, a number up to 65535
        --port -1                                   | --port is -1; a port is a number from 0 to 65535
        --port 70000                                | --port is 70000; a port is a number from 0 to 65535
        --health-port 70000                         | --health-port is 70000; a port is a number
        --tls-port 70000 TLS                        | --tls-port is 70000; a port is a number
        --port 18080 --health-port 18080            | --port and --health-port are both 18080; each needs a port of its own
        --port 18080 --tls-port 18080 TLS           | --port and --tls-port are both 18080
        --admin-port 70000 TLS                      | --admin-port is 70000; a port is a number
        --admin-port 18080 --port 18080 TLS         | --port and --admin-port are both 18080
        --admin-port 0                              | --admin-port needs --tls-cert and --tls-key
        --admin-host 127.0.0.1 TLS                  | --admin-host needs --admin-port
        --admin-port 0 --admin-host 192.0.2.1 TLS   | --admin-host is 192.0.2.1, and this machine has no such address
        --host nowhere.invalid                      | --host is nowhere.invalid, and no such address is known here
        --host 192.0.2.1                            | --host is 192.0.2.1, and this machine has no such address
        --host 0.0.0.0                              | --host is 0.0.0.0, so callers on other machines may be refused: give --contact
        --host :: --port 0                          | give --contact, whom they can write to
        --contact=                                  | --contact must be one line of 1 to 200 characters
        --grace 1h                                  | --grace is '1h'; it must be a whole number
        --grace 0                                   | --grace is 0; it must be a number of seconds from 1 to 3600
        --grace -5                                  | --grace is -5; it must be
        --trust-loopback=maybe                      | --trust-loopback is 'maybe'; it must be true or false
        --tls-cert FOLDER/vendor.pem                | --tls-cert and --tls-key go together
        --tls-cert FOLDER/vendor.pem --tls-key FOLDER/nothing | '--tls-key': FOLDER/nothing is not there
        --tls-cert FOLDER/file --tls-key FOLDER/file | the first must hold a certificate chain as PEM
        --ledger-deadline 250ms                     | --ledger-deadline is '250ms'; it must be a whole number
        --ledger-deadline -1                        | --ledger-deadline is -1; it must be at least 1, in milliseconds
        --provider-timeout 0                        | --provider-timeout is 0; it must be at least 1
        --circuit-open 0                            | --circuit-open is 0; it must be at least 1
        --in-flight-mib -1                          | --in-flight-mib is -1; it must be from 1 to
        --in-flight-mib 99999999                    | --in-flight-mib is 99999999; it must be from 1 to
        --review-days 0                             | --review-days is 0; it must be from 1 to 90
        --provider amazon                           | --provider is amazon; it must name some of local
        --provider rekognition --aws-region us-east-1 --aws-endpoint localhost:8080 | --aws-endpoint is not a usable URL: it must be https://HOST
        --provider rekognition --aws-region us-east-1 --aws-endpoint 127.0.0.1:8080 | --aws-endpoint is not a usable URL: it is not a URL
        --provider rekognition --aws-region us-east-1 --aws-endpoint http://far.example | --aws-endpoint is not a usable URL: it must begin with https://
        --provider rekognition --aws-region US_EAST | --aws-region is US_EAST; it must be the name of a region, such as us-east-1
        --provider azure --azure-endpoint faces.example --azure-key FOLDER/file | --azure-endpoint is not a usable URL: it must be https://HOST
        --provider azure --azure-endpoint https://[ --azure-key FOLDER/file | --azure-endpoint is not a usable URL: it is not a URL
        --provider azure --azure-endpoint https://a.example --azure-tenant t --azure-client c --azure-secret FOLDER/file --azure-authority login.example | --azure-authority is not a usable URL: it must be https://HOST
        --provider google --google-endpoint x --google-credentials FOLDER/file | --google-endpoint is not a usable URL
        --provider google                           | --provider google needs --google-credentials
        --provider compreface --compreface-endpoint x --compreface-keys FOLDER/file | --compreface-endpoint is not a usable URL
        --provider compreface                       | --provider compreface needs --compreface-endpoint and --compreface-keys
        --provider faceplusplus --faceplusplus-endpoint x --faceplusplus-key FOLDER/file | --faceplusplus-endpoint is not a usable URL
        --provider faceplusplus                     | --provider faceplusplus needs --faceplusplus-endpoint and --faceplusplus-key
        --pdp foo                                   | --pdp is not a usable URL: it must be a URL
        --pdp http://[                              | --pdp is not a usable URL: it is not a URL
        --pdp http://far.example                    | --pdp is not a usable URL: it must begin with https://
        --pdp http://127.0.0.1:1 --pdp-timeout 1s   | --pdp-timeout is milliseconds from 1 to 999999
        --kafka broker                              | --kafka is broker; expected HOST:PORT
        --kafka broker:99999                        | --kafka is broker:99999; a port is a number from 1 to 65535
        --kafka broker:9092 --kafka-topic a/b       | --kafka-topic is a/b; a topic has letters
        --publish FOLDER/file                       | --publish: FOLDER/file is a file; name a folder, or s3://bucket/prefix
        --publish FOLDER/file/below                 | --publish: FOLDER/file is a file
        --publish http://store.example              | --publish: 'http://store.example' is not a place to publish to
        --publish s3://                             | --publish: s3:// is not a bucket; name one as s3://bucket/prefix
        --publish s3://Bad_Bucket!/x                | --publish: s3://Bad_Bucket!/x is not a bucket
        --publish s3://bucket/x --publish-endpoint store.example | --publish: its endpoint is store.example, and must be a URL
        --publish-region us-east-1                  | --publish-endpoint and --publish-region go together with --publish
        --witnesses FOLDER/nothing                  | '--witnesses': FOLDER/nothing is not there
        --witnesses FOLDER/folder                   | '--witnesses': FOLDER/folder is a folder
        --issuers FOLDER/nothing                    | '--issuers': FOLDER/nothing is not there
        --routes FOLDER/nothing                     | '--routes': FOLDER/nothing is not there
        --log-origin a+b                            | --log-origin is at most 64 printable characters
        --ledger foo                                | --ledger is not the address of a database: it must begin with jdbc:postgresql://
        --ledger jdbc:mysql://x/y                   | --ledger is not the address of a database
        --ledger jdbc:postgresql://127.0.0.1/x?user=a --ledger-password FOLDER/nothing | '--ledger-password': FOLDER/nothing is not there
        --registry jdbc:postgresql://127.0.0.1/x?user=a | --registry needs --ledger
        --ledger jdbc:postgresql://127.0.0.1/x?user=a --registry foo | --registry is not the address of a database: it must begin with jdbc:postgresql://
        --ledger jdbc:postgresql://127.0.0.1/x?user=a --registry jdbc:postgresql://127.0.0.1/x?user=a --registry-password FOLDER/nothing | '--registry-password': FOLDER/nothing is not there
        --policies FOLDER/nothing                   | --policies: there is no such policy folder as FOLDER/nothing
        --policies FOLDER/file                      | --policies: there is no such policy folder as FOLDER/file
        --data FOLDER/file                          | --data: FOLDER/file is not a folder
        --no-prove=perhaps                          | --prove is 'perhaps'; it must be true or false
        --prot 1                                    | Unknown option
        extra                                       | Unmatched argument
        """)
    void serveSaysWhatIsWrong(String words, String said) {
        var all = new ArrayList<>(List.of("serve"));
        if (!words.contains("--data ")) {
            all.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        if (!words.contains("--policies ")) {
            all.addAll(List.of("--policies", "policies"));
        }
        all.addAll(words(words.replace("TLS", "--tls-cert FOLDER/vendor.pem --tls-key FOLDER/vendor.key")));
        assertSaid(all, 2, said);
        assertThat(folder.resolve("data")).as("nothing was opened").doesNotExist();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        ledger witness init --dir FOLDER/w --url witness.example | --url is 'witness.example'; it must be the URL at which gateways reach the witness
        ledger witness init --dir FOLDER/w --url http://[ | --url is 'http://['; it must be
        ledger witness init --dir FOLDER/w --url ftp://w.example | --url is 'ftp://w.example'; it must be
        ledger witness init --dir FOLDER/file --url http://w.example | --dir: FOLDER/file is a file; name a folder
        ledger witness init --dir FOLDER/w --url http://w.example --log FOLDER/nothing | '--log': FOLDER/nothing is not there
        ledger witness serve --dir FOLDER/nothing   | --dir: there is no witness in FOLDER/nothing
        ledger witness serve --dir FOLDER/folder    | --dir: there is no witness in FOLDER/folder
        ledger witness show --dir FOLDER/nothing    | --dir: there is no witness in FOLDER/nothing
        ledger tail --data FOLDER/nothing           | There is no ledger in FOLDER/nothing
        ledger search --data FOLDER/nothing --to 2026-11-01 | Unknown option: '--to'; did you mean --until?
        policy timeline --policies policies --from 2026-02-31 | February 2026 has 28 days.
        policy explain --policies policies --place US-OR --org-type retailer --capability detect | Unknown options: '--place', 'US-OR'; did you mean --jurisdiction?
        policy explain --policies policies --at 2026-04-31T00:00:00Z --org-type retailer --purpose security --capability detect | April 2026 has 30 days.
        ledger tail -n 99999999999                  | -n is '99999999999'; it must be a whole number, at most 2147483647.
        ledger tail -n ten                          | -n is 'ten'; it must be a whole number
        ledger verify --data FOLDER/nothing         | There is no ledger in FOLDER/nothing
        ledger migrate --ledger foo --role f        | --ledger is not the address of a database
        ledger move --from FOLDER/nothing --to jdbc:postgresql://127.0.0.1/x?user=a | There is no folder FOLDER/nothing
        backup FOLDER/backup --data FOLDER/nothing  | FOLDER/nothing
        restore FOLDER/nothing --data FOLDER/new    | There is no folder FOLDER/nothing
        org add --id A.B --name x --type retailer   | An organisation's id is 1 to 63 lower-case letters
        org add --id a --name x --type shop         | unknown organisation type 'shop'
        org add --id a --name x --type retailer --jurisdiction XX | 'XX' is not a place
        org add --id a --name x --type retailer --jurisdiction US-LI | unknown subdivision 'US-LI', expected one of: US-AK, US-AL
        org add --id a --name x --type retailer --jurisdiction GB-LDN | unknown subdivision 'GB-LDN', expected one of the 224 codes that ISO 3166-2 has for GB
        org add --id a --name x --type retailer --jurisdiction US-OR/portlnd | write 'US-OR/portland' if you mean that one, or 'US-OR' for another town
        grant add --org a --id g --capability identify --purpose missing_child --place US-LI --until 2027-01-01 --evidence e | unknown subdivision 'US-LI'
        policy explain --policies policies --jurisdiction US-LI --org-type retailer --purpose access_control --capability detect | --jurisdiction: unknown subdivision 'US-LI'
        key mint --org a --expires soon             | --expires takes 90d
        policy test --policies FOLDER/nothing       | there is no such policy folder
        policy explain --policies policies --at noon --org-type retailer --purpose security --capability detect | --at: 'noon' is not a time
        demo --port x                               | --port is 'x'; it must be a port, a number up to 65535
        """)
    void otherCommandsSayWhatIsWrong(String words, String said) {
        var all = new ArrayList<>(words(words));
        if (!all.contains("--data") && !all.getFirst().equals("policy")) {
            all.addAll(List.of("--data", folder.resolve("other").toString()));
        }
        assertSaid(all, 2, said);
    }

    /** Such as a variable that is set to nothing: a data folder would be made wherever the command was started. */
    @ParameterizedTest
    @CsvSource({"--data, --data is empty. Name a folder", "--publish, --publish: '' is not a place to publish to"})
    void anEmptyNameIsNoFolder(String option, String said) {
        var words = new ArrayList<>(List.of("serve", "--policies", "policies", "--port", "0", "--health-port", "0"));
        if (!option.equals("--data")) {
            words.addAll(List.of("--data", folder.resolve("data").toString()));
        }
        words.addAll(List.of(option, ""));
        assertSaid(words, 2, said);
        if (option.equals("--data")) {
            assertSaid(List.of("org", "list", "--data", ""), 2, said);
        }
    }

    /** Somebody else's port is a fault and no usage; the option is named all the same. */
    @ParameterizedTest
    @CsvSource({"--port", "--health-port"})
    void aPortThatIsTakenIsNamedByItsOption(String option) throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var words = new ArrayList<>(List.of("serve", "--policies", "policies"));
            words.addAll(List.of("--data", folder.resolve("data").toString()));
            for (var port : List.of("--port", "--health-port")) {
                words.addAll(List.of(port, port.equals(option) ? Integer.toString(taken.getLocalPort()) : "0"));
            }
            assertSaid(
                    words,
                    1,
                    option + " is " + taken.getLocalPort()
                            + ", and another process of this machine listens there. Stop it, or choose another port");
            assertThat(folder.resolve("data")).as("nothing was opened").doesNotExist();
        }
    }

    /** The control: an address that can be listened at is nothing to complain of. */
    @Test
    void whatIsFreeIsTaken() throws Exception {
        int port;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThat(ListenAddress.portProblem("127.0.0.1", "--port", port)).isNull();
        for (var host : List.of("127.0.0.1", "localhost", "0.0.0.0", "127.0.0.9", "::")) {
            assertThat(ListenAddress.problem("--host", host)).as(host).isNull();
        }
    }

    @AfterAll
    static void putBack() {
        if (before != null) {
            System.setProperty(OF_QUARKUS_TESTS, before);
        }
    }

    private static List<String> words(String line) {
        return List.of(line.replace("FOLDER", folder.toString()).strip().split(" +"));
    }

    private static void assertSaid(List<String> words, int code, String expected) {
        var said = new StringWriter();
        var line = Main.commandLineFor(words.toArray(String[]::new)).setErr(new PrintWriter(said, true));
        int ended = line.execute(words.toArray(String[]::new));
        assertThat(ended).as(said::toString).isEqualTo(code);
        assertThat(said.toString())
                .contains(expected.strip().replace("FOLDER", folder.toString()))
                .doesNotContain("Exception", "java.", "\tat ", "not an int", "URISyntax");
        assertThat(said.toString().lines().filter(one -> !one.startsWith("See '")))
                .as("one sentence for it")
                .hasSizeLessThanOrEqualTo(2);
    }
}
