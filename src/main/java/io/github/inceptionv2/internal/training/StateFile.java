package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.files.Digests;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeSet;

/** The properties file of a checkpoint, with a SHA-256 hash over all other properties. */
final class StateFile {

  private static final String HASH = "sha256";

  private StateFile() {}

  static byte[] bytes(Properties state) throws IOException {
    Properties hashed = new Properties();
    hashed.putAll(state);
    hashed.setProperty(HASH, hash(state));
    StringWriter text = new StringWriter();
    hashed.store(text, null);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Reads a file that holds the result of {@link #bytes}.
   *
   * @throws java.nio.file.FileSystemException if a property differs from what was written
   */
  static Properties read(Path file) throws IOException {
    Properties state = new Properties();
    try {
      state.load(new StringReader(Files.readString(file)));
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw DamagedCheckpoint.of(file, e);
    }
    Object hash = state.remove(HASH);
    if (!Objects.equals(hash, hash(state))) {
      throw DamagedCheckpoint.of(file, null);
    }
    return state;
  }

  private static String hash(Properties state) {
    StringBuilder all = new StringBuilder();
    for (String name : new TreeSet<>(state.stringPropertyNames())) {
      all.append(name).append('\0').append(state.getProperty(name)).append('\0');
    }
    return Digests.sha256(all.toString());
  }
}
