package io.facegate.app.tokens;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The console as a client of an OpenID provider.
 *
 * @param id the {@code client_id}
 * @param secret the file with the client's secret; null for a client without one
 * @param name the provider's name on the login page
 */
record ConsoleClient(String id, @Nullable Path secret, String name) {}
