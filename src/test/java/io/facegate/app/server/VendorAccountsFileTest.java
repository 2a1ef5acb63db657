package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facegate.app.vendors.RegisteredVendors;
import io.facegate.call.VendorAccount;
import io.facegate.vendor.client.FileFollower;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The file that describes several accounts of a vendor. */
class VendorAccountsFileTest {
    private static final String PLACED = "provider: rekognition, processed_in: [IE]";

    @TempDir
    private Path folder;

    @Test
    void theExampleInTheDocumentIsOne() throws IOException {
        var document = Files.readString(Path.of("docs/accounts.md"));
        var example =
                Pattern.compile("```yaml\\n(accounts:.*?)```", Pattern.DOTALL).matcher(document);
        var routes =
                Pattern.compile("```yaml\\n(routes:.*?)```", Pattern.DOTALL).matcher(document);
        assertThat(example.find() && routes.find()).isTrue();
        var entries = VendorAccountsFile.read(file(example.group(1)));
        assertThat(entries)
                .first()
                .isEqualTo(new VendorAccountsFile.Entry(
                        "rekognition",
                        new VendorAccount("eu", List.of("IE")),
                        Map.of(
                                "region", "eu-west-1",
                                "role", "arn:aws:iam::111122223333:role/facegate",
                                "external_id", "facegate-eu")));
        assertThat(entries)
                .extracting(one -> one.account().keyOf(one.vendor()))
                .containsExactly("rekognition/eu", "rekognition/us", "compreface");
        var rules = Files.writeString(folder.resolve("routes.yaml"), routes.group(1));
        var selection = ProviderSelection.parse("rekognition,compreface", rules).withAccounts(file(example.group(1)));
        assertThat(selection.problem()).isNull();
        assertThat(selection.routes(FileFollower.ONCE).get())
                .first()
                .satisfies(rule -> assertThat(rule.providers()).containsExactly("rekognition/eu"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "accounts: [{name: eu}]|provider of eu must be a text",
                "accounts: [{name: EU, " + PLACED + "}]|a name is up to 24",
                "accounts: [{name: eu, provider: local, processed_in: [IE]}]|which is no vendor with accounts",
                "accounts: [{name: eu, provider: rekognition}]|has no processed_in",
                "accounts: [{name: eu, provider: rekognition, processed_in: [Ireland]}]|processed_in of eu: ",
                "accounts: [{name: eu, provider: rekognition, processed_in: [US-XX]}]|unknown subdivision",
                "accounts: [{name: eu, " + PLACED + ", keys: f}]|has keys; an account of rekognition takes endpoint,",
                "accounts: [{name: eu, " + PLACED + ", colour: f}]|there is no setting colour",
                "accounts: [{name: eu, " + PLACED + "}, {name: eu, " + PLACED + "}]|two accounts of rekognition have"
                        + " the name eu"
            })
    void whatIsNotAsItShouldBeIsSaid(String text, String why) {
        assertThatThrownBy(() -> VendorAccountsFile.read(file(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .hasMessageContaining("docs/accounts.md");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rekognition||it needs region",
                "rekognition|region: eu-west-1, role: me|role must be the ARN of a role",
                "rekognition|region: eu-west-1, external_id: abc|external_id goes with role",
                "azure|endpoint: 'https://eu.example'|it needs key, or managed_identity, or tenant, client and secret",
                "compreface|endpoint: 'http://faces.example', keys: pom.xml|endpoint is not a usable URL",
                "compreface|endpoint: 'https://faces.example'|it needs endpoint and keys",
                "google|credentials: nowhere|credentials"
            })
    void whatAVendorCannotUseIsSaidInTheWordsOfTheFile(String vendor, String settings, String why) throws IOException {
        var entry = VendorAccountsFile.read(file("accounts: [{name: eu, provider: " + vendor + ", processed_in: [IE]"
                        + (settings == null ? "" : ", " + settings) + "}]"))
                .getFirst();
        assertThatThrownBy(() -> VendorAccountsFile.configure(entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The account eu of " + vendor + ": ")
                .hasMessageContaining(why)
                .hasMessageNotContaining("--");
    }

    @Test
    void aVendorHasItsAccountsInTheFileOrInItsOptions() throws IOException {
        var file = file("accounts: [{name: eu, " + PLACED + ", region: eu-west-1}]");
        var vendors = new RegisteredVendors();
        var rekognition = vendors.find("rekognition").orElseThrow();
        var accounts = new VendorAccounts(file);
        assertThat(accounts.problem(List.of(rekognition), List.of("rekognition")))
                .isNull();
        assertThat(accounts.problem(List.of(), List.of("local")))
                .contains("has an account of rekognition, which --provider does not name");
        new CommandLine(rekognition).parseArgs("--aws-region=us-east-1");
        assertThat(accounts.problem(List.of(rekognition), List.of("rekognition")))
                .contains("write --aws-region there, in an account with the name default");
        assertThat(accounts.names(rekognition)).containsExactly("rekognition/eu");
        assertThat(new VendorAccounts(null).names(rekognition)).containsExactly("rekognition");
        assertThatThrownBy(() -> accounts.opener(rekognition, "us"))
                .hasMessage("--accounts has no account us of rekognition. Its accounts are: eu.");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("accounts.yaml"), text);
    }
}
