package io.github.inceptionv2.spark;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Base64;
import java.util.Objects;

/**
 * A recipe as tasks carry it: read only where a model is opened, and equal if its bytes are.
 *
 * @param key the bytes as text
 */
record WrittenRecipe(String key) implements Serializable {

  private static final long serialVersionUID = 1;

  WrittenRecipe {
    Objects.requireNonNull(key, "key");
  }

  /**
   * Writes {@code recipe}.
   *
   * @throws java.io.NotSerializableException if its cache cannot be written
   */
  static WrittenRecipe of(ModelRecipe recipe) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(recipe);
    }
    return new WrittenRecipe(Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  ModelRecipe read() throws IOException {
    byte[] bytes = Base64.getDecoder().decode(key);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (ModelRecipe) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException("this executor has another version of inception-v2 than the driver", e);
    }
  }
}
