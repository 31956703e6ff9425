package io.github.inceptionv2.internal.module;

import java.io.IOException;

/**
 * Lets other packages of this library read the module behind a public model source, which must not
 * show it to users.
 *
 * <p>The class of the source registers how; whoever holds one has that class initialized.
 */
public final class ModuleOpener {

  private static volatile Opening opening;

  private ModuleOpener() {}

  /** How a source is opened. */
  public interface Opening {
    /** Reads the module that {@code source}, of the registering class, stands for. */
    InceptionModule open(Object source) throws IOException;
  }

  /** Registers how sources are opened. */
  public static void register(Opening how) {
    opening = how;
  }

  /** Reads the module that {@code source} stands for. */
  public static InceptionModule open(Object source) throws IOException {
    return opening.open(source);
  }
}
