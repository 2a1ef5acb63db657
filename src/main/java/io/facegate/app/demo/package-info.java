/** The demo: one call answered, one refused, both recorded. */
@NullMarked
package io.facegate.app.demo;

import org.jspecify.annotations.NullMarked;
