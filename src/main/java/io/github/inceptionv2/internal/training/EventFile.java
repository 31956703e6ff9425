package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.files.FileOutput;
import io.github.inceptionv2.internal.weights.MaskedCrc;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.Summary;

/**
 * A file of scalars by step, which TensorBoard reads: TFRecords of {@code Event} messages, as
 * TensorFlow's events_writer.cc writes them. Not thread-safe.
 */
public final class EventFile implements Closeable {

  private final OutputStream out;

  private EventFile(OutputStream out) {
    this.out = out;
  }

  /** Creates a new file in {@code directory}, and the directory if it is missing. */
  public static EventFile create(Path directory) throws IOException {
    Files.createDirectories(directory);
    Path file = directory.resolve("events.out.tfevents." + System.currentTimeMillis() + ".jvm");
    EventFile events = new EventFile(FileOutput.open(file, StandardOpenOption.CREATE_NEW));
    events.write(event().setFileVersion("brain.Event:2").build());
    return events;
  }

  /** Writes the scalars of a step, by tag. */
  public void write(long step, Map<String, Double> scalars) throws IOException {
    Summary.Builder summary = Summary.newBuilder();
    scalars.forEach(
        (tag, value) ->
            summary.addValue(
                Summary.Value.newBuilder().setTag(tag).setSimpleValue(value.floatValue())));
    write(event().setStep(step).setSummary(summary).build());
  }

  private static Event.Builder event() {
    return Event.newBuilder().setWallTime(System.currentTimeMillis() / 1000.0);
  }

  /**
   * Writes a record: the message's length, the length's checksum, the message and the message's
   * checksum, all little-endian.
   */
  private void write(Event event) throws IOException {
    byte[] message = event.toByteArray();
    ByteBuffer length = buffer(Long.BYTES).putLong(message.length).flip();
    ByteBuffer record = buffer(Long.BYTES + 2 * Integer.BYTES + message.length);
    record.put(length.duplicate()).putInt(MaskedCrc.of(length));
    record.put(message).putInt(MaskedCrc.of(ByteBuffer.wrap(message)));
    out.write(record.array());
    out.flush();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
