
function done(summary, latency, requests)
  local form = '{"requests":%d,"duration_us":%d,"p50_us":%d,"p99_us":%d,"most_us":%d,'
    .. '"connect":%d,"read":%d,"write":%d,"timeout":%d,"status":%d}\n'
  local errors = summary.errors
  io.write(string.format(form, summary.requests, summary.duration, latency:percentile(50),
    latency:percentile(99), latency.max, errors.connect, errors.read, errors.write,
    errors.timeout, errors.status))
end
