/** What the health page says. */
@NullMarked
package io.facegate.app.health;

import org.jspecify.annotations.NullMarked;
