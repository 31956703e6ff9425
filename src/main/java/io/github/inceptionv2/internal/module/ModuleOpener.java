package io.github.inceptionv2.internal.module;

import java.io.IOException;

/**
 * Lets other packages of this library read the module of a model source, whose public class must
 * not expose the module to users.
 *
 * <p>The source's class registers an {@link Opening} when it is initialized, which is before any
 * source exists.
 */
public final class ModuleOpener {

  private static volatile Opening opening;

  private ModuleOpener() {}

  /** Opens sources. */
  public interface Opening {
    /** Reads the module of {@code source}, an instance of the registering class. */
    InceptionModule open(Object source) throws IOException;
  }

  /** Registers the function that opens sources. */
  public static void register(Opening how) {
    opening = how;
  }

  /** Reads the module of {@code source}. */
  public static InceptionModule open(Object source) throws IOException {
    return opening.open(source);
  }
}
