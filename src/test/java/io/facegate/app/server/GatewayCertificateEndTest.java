package io.facegate.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.facegate.SelfSigned;
import io.facegate.usecase.overview.UpcomingEnd;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The gateway's certificate is announced by certificate, so that one in its place is announced too. */
class GatewayCertificateEndTest {
    @TempDir
    private Path folder;

    @Test
    void itsNameTellsItFromOthers() throws Exception {
        var one = OverviewBeans.end(SelfSigned.pem(folder, "dns:localhost"));
        var other = OverviewBeans.end(SelfSigned.pem(folder, "dns:gateway.example"));
        assertThat(one.kind()).isEqualTo(UpcomingEnd.Kind.CERTIFICATE);
        assertThat(one.name()).matches("TLS-[0-9a-f]{16}").isNotEqualTo(other.name());
        assertThat(OverviewBeans.end(SelfSigned.pem(folder, "dns:localhost"))).isEqualTo(one);
    }

    @Test
    void whatIsNoCertificateEndsNever() throws Exception {
        assertThat(OverviewBeans.end(null)).isNull();
        assertThat(OverviewBeans.end(Files.writeString(folder.resolve("none.pem"), "nothing")))
                .isNull();
    }
}
