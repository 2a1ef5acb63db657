/** The console's page for the people of an organisation that calls: what it may do, its keys, its decisions. */
@NullMarked
package io.facegate.console.mine;

import org.jspecify.annotations.NullMarked;
