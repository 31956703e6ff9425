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
 * A serialized recipe, which tasks carry. A recipe is deserialized only where a model is opened.
 * Two serialized recipes are equal if their bytes are equal.
 *
 * @param key the bytes, encoded as Base64
 */
record SerializedRecipe(String key) implements Serializable {

  private static final long serialVersionUID = 1;

  SerializedRecipe {
    Objects.requireNonNull(key, "key");
  }

  /**
   * Serializes {@code recipe}.
   *
   * @throws java.io.NotSerializableException if the model's cache cannot be serialized
   */
  static SerializedRecipe of(ModelRecipe recipe) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(recipe);
    }
    return new SerializedRecipe(Base64.getEncoder().encodeToString(bytes.toByteArray()));
  }

  ModelRecipe read() throws IOException {
    byte[] bytes = Base64.getDecoder().decode(key);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      return (ModelRecipe) in.readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(
          "this executor and the driver have different versions of inception-v2", e);
    }
  }
}
