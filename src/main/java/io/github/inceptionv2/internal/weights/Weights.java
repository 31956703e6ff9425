package io.github.inceptionv2.internal.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The values of float32 variables from any source, by TF-Slim's names. Thread-safe. */
public interface Weights {

  /** Returns the names of all variables. */
  Set<String> names();

  /**
   * Returns the shape of a variable.
   *
   * @param name one of {@link #names}
   */
  List<Long> shape(String name);

  /**
   * Reads the values of the variable called {@code name}, in C order, into a new array.
   *
   * @throws ModelFormatException if the stored values are damaged
   */
  float[] read(String name) throws IOException;

  /**
   * Returns the file that contains the values, or the name of their source, for messages. The type
   * is a path, since a string cannot represent every file name.
   */
  Path origin();
}
