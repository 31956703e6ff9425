package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Values of float32 variables by TF-Slim's name, wherever they come from. Safe for several threads.
 */
public interface Weights {

  /** The names of all variables there are. */
  Set<String> names();

  /** The shape of the variable {@code name}, which must be one of {@link #names}. */
  List<Long> shape(String name);

  /**
   * Reads the values of the variable {@code name} in C order, into a new array.
   *
   * @throws ModelFormatException if what is stored is damaged
   */
  float[] read(String name) throws IOException;

  /**
   * The file that the values come from, or the name of their source, for messages. It is a path, as
   * text cannot carry each file name.
   */
  Path origin();
}
