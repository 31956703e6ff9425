/** The command line: one class a command, on the public API alone, but for writing files whole. */
package io.github.inceptionv2.cli;
