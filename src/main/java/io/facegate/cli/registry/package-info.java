/** The commands that say who is who: {@code org} and {@code key}. */
@NullMarked
package io.facegate.cli.registry;

import org.jspecify.annotations.NullMarked;
