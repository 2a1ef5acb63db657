package io.facegate.cli.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The label of an organisation's client certificate. */
class CertificateLabelTest {
    @TempDir
    private Path data;

    private final Shell shell = new Shell();

    private Path certificate(String name) throws Exception {
        var folder = Files.createDirectory(data.resolve(name));
        var certificate = folder.resolve("client.pem");
        SelfSigned.client(name, certificate, SelfSigned.pem(folder, "dns:localhost"));
        return certificate;
    }

    private int add(Path certificate, String label) {
        return shell.run(
                data,
                "key",
                "add-certificate",
                "--org",
                "pd",
                "--certificate",
                certificate.toString(),
                "--label",
                label,
                "--json");
    }

    @Test
    void itIsKeptAndIsOneOfTheKeysOfTheOrganisation() throws Exception {
        shell.registerPolice(data);
        assertThat(add(certificate("one"), "edge")).as(shell.err()).isZero();
        assertThat(shell.json().path("label").asText()).isEqualTo("edge");
        var id = shell.json().path("accessKeyId").asText();
        assertThat(add(certificate("two"), "edge")).isEqualTo(2);
        assertThat(shell.err()).contains("has this label already");
        assertThat(shell.run(data, "key", "mint", "--org", "pd", "--label", "edge"))
                .isEqualTo(2);
        shell.run(data, "key", "list", "--json");
        assertThat(shell.out()).contains(id, "\"label\":\"edge\"");
        fileNamesItByItsId(id);
    }

    /** A file mints what it names by a label, and a certificate cannot be minted. */
    private void fileNamesItByItsId(String id) throws IOException {
        assertThat(shell.run(data, "registry", "export")).isZero();
        assertThat(shell.out()).contains("id: " + id).doesNotContain("label: edge");
        var file = Files.writeString(data.resolve("all.yaml"), shell.out());
        assertThat(shell.run(data, "registry", "apply", file.toString(), "--plan", "--json"))
                .as(shell.err())
                .isZero();
        assertThat(shell.out()).doesNotContain(id);
        Files.writeString(file, Files.readString(file).replace("id: " + id, "label: edge"));
        assertThat(shell.run(
                        data,
                        "registry",
                        "apply",
                        file.toString(),
                        "--keys-to",
                        data.resolve("k").toString()))
                .as("the label is that of a certificate")
                .isEqualTo(2);
    }
}
