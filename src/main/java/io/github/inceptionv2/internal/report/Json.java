package io.github.inceptionv2.internal.report;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Writes JSON if Gson is on the application's class path. Only {@link Writer} uses Gson, so this
 * class can be loaded without Gson.
 */
public final class Json {

  private Json() {}

  /** Writes one value. */
  public interface Content {
    /** Writes the value to {@code json}. */
    void writeTo(Writer json) throws IOException;
  }

  /** Writes an element of an array. */
  public interface ElementContent<T> {
    /** Writes {@code element} to {@code json}. */
    void writeTo(Writer json, T element) throws IOException;
  }

  /**
   * Returns the JSON text of an object.
   *
   * @param members writes the object's members
   * @throws UnsupportedOperationException if Gson is not on the class path
   */
  public static String object(Content members) {
    try {
      return Writer.object(members);
    } catch (NoClassDefFoundError e) {
      throw new UnsupportedOperationException(
          "JSON needs Gson on the class path; add the dependency com.google.code.gson:gson", e);
    }
  }

  /** Writes members of an object, and elements of an array. Not thread-safe. */
  public static final class Writer {

    private final StringWriter text = new StringWriter();
    private final JsonWriter json = new JsonWriter(text);

    private static String object(Content members) {
      Writer writer = new Writer();
      try {
        writer.json.beginObject();
        members.writeTo(writer);
        writer.json.endObject();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return writer.text.toString();
    }

    /** Writes a string. */
    public Writer member(String name, String value) throws IOException {
      json.name(name).value(value);
      return this;
    }

    /** Writes an integer. */
    public Writer member(String name, long value) throws IOException {
      json.name(name).value(value);
      return this;
    }

    /** Writes a number; null for NaN and infinity, which JSON cannot express. */
    public Writer member(String name, double value) throws IOException {
      json.name(name);
      if (Double.isFinite(value)) {
        json.value(value);
      } else {
        json.nullValue();
      }
      return this;
    }

    /** Writes an object. */
    public Writer object(String name, Content members) throws IOException {
      json.name(name).beginObject();
      members.writeTo(this);
      json.endObject();
      return this;
    }

    /** Writes an array of objects, one for each of {@code elements}. */
    public <T> Writer objects(String name, Iterable<T> elements, ElementContent<T> members)
        throws IOException {
      return array(
          name,
          elements,
          (writer, element) -> {
            json.beginObject();
            members.writeTo(this, element);
            json.endObject();
          });
    }

    /** Writes an array of strings. */
    public Writer texts(String name, Iterable<String> elements) throws IOException {
      return array(name, elements, (writer, element) -> json.value(element));
    }

    /** Writes an array of arrays of numbers. */
    public Writer matrix(String name, Iterable<? extends Iterable<Integer>> rows)
        throws IOException {
      return array(
          name,
          rows,
          (writer, row) -> {
            json.beginArray();
            for (int value : row) {
              json.value(value);
            }
            json.endArray();
          });
    }

    private <T> Writer array(String name, Iterable<T> elements, ElementContent<T> content)
        throws IOException {
      json.name(name).beginArray();
      for (T element : elements) {
        content.writeTo(this, element);
      }
      json.endArray();
      return this;
    }
  }
}
