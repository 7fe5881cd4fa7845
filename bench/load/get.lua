-- Gets paths in turn. Arguments: the API key, the paths.
local requests, count = {}, 0

function init(args)
  for n = 2, #args do
    requests[n - 1] = wrk.format("GET", args[n], { ["Authorization"] = "Bearer " .. args[1] })
  end
end

function request()
  count = count + 1
  return requests[(count - 1) % #requests + 1]
end
