/** What every connection must keep to, whatever it asks for. */
@NullMarked
package io.facegate.app.connections;

import org.jspecify.annotations.NullMarked;
