/** {@code facegate lockdown}: whether a cloud account is closed to everybody but the gateway. */
@NullMarked
package io.facegate.cli.lockdown;

import org.jspecify.annotations.NullMarked;
