package io.github.inceptionv2.internal.report;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads JSON Lines if Gson is on the application's class path. */
public final class JsonLines {

  private JsonLines() {}

  /**
   * Returns the strings and numbers of an object, by name.
   *
   * @throws IllegalArgumentException if {@code line} is not a JSON object; the message is a clause
   *     that can follow the line's number
   * @throws UnsupportedOperationException if Gson is not on the class path
   */
  public static Map<String, String> values(String line) {
    try {
      return Reader.values(line);
    } catch (NoClassDefFoundError e) {
      throw new UnsupportedOperationException(
          "JSON needs Gson on the class path; add the dependency com.google.code.gson:gson", e);
    }
  }

  private static final class Reader {

    static Map<String, String> values(String line) {
      JsonObject object;
      try {
        object = JsonParser.parseString(line).getAsJsonObject();
      } catch (JsonParseException | IllegalStateException e) {
        throw new IllegalArgumentException("is not a JSON object", e);
      }
      Map<String, String> values = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> member : object.entrySet()) {
        if (member.getValue().isJsonPrimitive()) {
          values.put(member.getKey(), member.getValue().getAsString());
        }
      }
      return values;
    }
  }
}
