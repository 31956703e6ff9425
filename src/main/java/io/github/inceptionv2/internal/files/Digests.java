package io.github.inceptionv2.internal.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes in lower-case hexadecimal. */
public final class Digests {

  private Digests() {}

  /** Returns the SHA-256 of a file's contents. */
  public static String sha256(Path file) throws IOException {
    MessageDigest digest = newSha256();
    update(digest, file);
    return hex(digest);
  }

  public static String sha256(String text) {
    return HexFormat.of().formatHex(newSha256().digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Returns the SHA-1 of {@code text}, by which Python's tensorflow_hub names a handle's directory.
   */
  public static String sha1(String text) {
    return HexFormat.of()
        .formatHex(newDigest("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8)));
  }

  public static MessageDigest newSha256() {
    return newDigest("SHA-256");
  }

  public static void update(MessageDigest digest, Path file) throws IOException {
    byte[] buffer = new byte[64 << 10];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
  }

  public static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  private static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has " + algorithm, e);
    }
  }
}
