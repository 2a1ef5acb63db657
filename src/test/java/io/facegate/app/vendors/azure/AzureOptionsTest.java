package io.facegate.app.vendors.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.vendor.azure.client.EntraIdentity.Application;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class AzureOptionsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "https://faces.cognitiveservices.azure.com, https://login.microsoftonline.com",
        "https://faces.cognitiveservices.azure.us, https://login.microsoftonline.us",
        "https://faces.cognitiveservices.azure.cn, https://login.chinacloudapi.cn",
    })
    void tokensAreAskedOfTheCloudThatTheResourceIsIn(String endpoint, URI authority) throws Exception {
        var options = tokens("--azure-endpoint", endpoint);

        assertThat(options.problem()).isNull();
        assertThat(asked(options)).isEqualTo(authority);
    }

    @Test
    void anAuthorityThatIsNamedIsAsked() throws Exception {
        var options = tokens(
                "--azure-endpoint",
                "https://faces.cognitiveservices.azure.us",
                "--azure-authority",
                "https://own.example");

        assertThat(options.problem()).isNull();
        assertThat(asked(options)).isEqualTo(URI.create("https://own.example"));
        assertThat(tokens("--azure-endpoint", "https://a.example", "--azure-authority", "http://own.example")
                        .problem())
                .contains("--azure-authority is not a usable URL");
    }

    @Test
    void oneTokenServesNoTwoClouds() throws Exception {
        var options = tokens(
                "--azure-endpoint", "https://faces.cognitiveservices.azure.us",
                "--azure-vision-endpoint", "https://images.cognitiveservices.azure.com");

        assertThat(options.problem()).contains("must be in one cloud");
    }

    @Test
    void aManagedIdentityAsksNoAuthority() {
        var options = new AzureOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options))
                .parseArgs(
                        "--azure-endpoint",
                        "https://a.example",
                        "--azure-managed-identity",
                        "system",
                        "--azure-authority",
                        "http://own.example");

        assertThat(options.problem()).contains("--azure-managed-identity needs no");
    }

    private static URI asked(AzureOptions options) {
        return ((Application) options.resources().entra()).authority();
    }

    private AzureOptions tokens(String... more) throws Exception {
        var secret = Files.writeString(folder.resolve("secret"), "the-secret");
        var all = new ArrayList<>(
                List.of("--azure-tenant", "t-1", "--azure-client", "c-1", "--azure-secret", secret.toString()));
        all.addAll(List.of(more));
        var options = new AzureOptions();
        new CommandLine(CommandLine.Model.CommandSpec.forAnnotatedObject(options))
                .parseArgs(all.toArray(String[]::new));
        return options;
    }
}
