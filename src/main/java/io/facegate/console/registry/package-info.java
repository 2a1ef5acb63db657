/** The console's pages of registered organisations. */
@NullMarked
package io.facegate.console.registry;

import org.jspecify.annotations.NullMarked;
