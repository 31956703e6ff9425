package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.files.FileOutput;
import io.github.inceptionv2.internal.files.Temporary;
import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.weights.Fingerprint;
import io.github.inceptionv2.internal.weights.Weights;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Feature vectors on disk: a directory for each set of weights and image size, and in it a file for
 * each image, named by what the image's file holds. So a changed image or model is another one.
 */
public final class FeatureCache {

  private static final int BYTES = Architecture.FEATURES * Float.BYTES;

  private final Path directory;

  private FeatureCache(Path directory) {
    this.directory = directory;
  }

  /** Opens the part of the cache in {@code root} that belongs to a network and an image size. */
  public static FeatureCache open(Path root, Weights weights, int imageSize) throws IOException {
    String key = Fingerprint.of(weights, weights.names()).substring(0, 32);
    return new FeatureCache(Files.createDirectories(root.resolve(key + "-" + imageSize)));
  }

  /** The feature vector of the image in {@code file}, if it was computed before. */
  public Optional<float[]> get(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      return Optional.empty(); // whoever computes it says what is wrong
    }
    Path entry = entry(file);
    if (!Files.isRegularFile(entry) || Files.size(entry) != BYTES) {
      return Optional.empty();
    }
    float[] vector = new float[Architecture.FEATURES];
    ByteBuffer.wrap(Files.readAllBytes(entry)).asFloatBuffer().get(vector);
    return Optional.of(vector);
  }

  /** Keeps a feature vector. */
  public void put(Path file, float[] vector) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.asFloatBuffer().put(vector);
    Temporary.sweepOnce(directory);
    try (Temporary temporary = Temporary.in(directory)) {
      try (OutputStream out = FileOutput.open(temporary.path())) {
        out.write(bytes.array());
      }
      Files.move(temporary.path(), entry(file), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private Path entry(Path file) throws IOException {
    byte[] hash = Digests.newSha256().digest(Files.readAllBytes(file));
    return directory.resolve(HexFormat.of().formatHex(hash) + ".f32");
  }
}
